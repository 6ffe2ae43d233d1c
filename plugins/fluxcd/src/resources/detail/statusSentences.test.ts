import { englishT } from '../__testUtils__/englishT';
import { aResource } from '../__testUtils__/fixtures';
import { statusSentences } from './statusSentences';

const t = englishT();
const failing = {
  status: 'failed',
  ready: 'False',
  message: 'health check of Deployment shop/cart timed out.\n',
} as const;

describe('statusSentences', () => {
  it.each([
    [
      'a ready app names the applied revision',
      {},
      ['Ready: revision main@sha1:11111111 is applied.'],
    ],
    [
      'a ready source names the stored revision',
      { group: 'source.toolkit.fluxcd.io', kind: 'GitRepository' },
      ['Ready: revision main@sha1:11111111 is stored.'],
    ],
    ['a ready app without a revision', { revision: undefined }, ['Ready.']],
    [
      'a kind without status is explained',
      { group: 'notification.toolkit.fluxcd.io', kind: 'Alert' },
      [
        'Ready. This kind reports no status: it counts as ready while it exists.',
      ],
    ],
    [
      'a failure that Flux retries',
      { ...failing, retrying: true },
      [
        'Failed: health check of Deployment shop/cart timed out.',
        'Flux tries again by itself.',
      ],
    ],
    [
      'a failure for good says what has to change',
      { ...failing, stalled: true, retrying: true },
      [
        'Failed: health check of Deployment shop/cart timed out.',
        'Flux will not try again until its spec or its source changes.',
      ],
    ],
    [
      'a failure that says neither promises nothing',
      { ...failing, message: undefined },
      ['Failed.'],
    ],
    [
      'a newer revision that fails stands beside the applied one',
      { ...failing, revision: '6.0.3', attemptedRevision: '6.1.0' },
      [
        'Failed: health check of Deployment shop/cart timed out.',
        'Revision 6.1.0 was attempted; 6.0.3 stays applied.',
      ],
    ],
    [
      'a first attempt that fails',
      { ...failing, revision: undefined, attemptedRevision: '6.1.0' },
      [
        'Failed: health check of Deployment shop/cart timed out.',
        'Revision 6.1.0 was attempted.',
      ],
    ],
    [
      'progress',
      { status: 'progressing', message: 'Running health checks' },
      ['In progress: Running health checks.'],
    ],
    [
      'waiting for a dependency ends by itself',
      {
        status: 'waiting',
        message: "dependency 'shop/db' is not ready",
      },
      [
        "Waiting: dependency 'shop/db' is not ready.",
        'It goes on by itself when what it waits for is ready.',
      ],
    ],
    [
      'a suspension tells how it was before, and the way out',
      { status: 'suspended', suspended: true },
      [
        'Suspended: Flux does not reconcile it.',
        'When it was last reconciled it was ready.',
        'To resume it, remove spec.suspend in Git or in the cluster (flux resume does that).',
      ],
    ],
    [
      'a suspended failure keeps its cause',
      { status: 'suspended', suspended: true, ready: 'False', message: 'boom' },
      [
        'Suspended: Flux does not reconcile it.',
        'When it was last reconciled it failed: boom.',
        'To resume it, remove spec.suspend in Git or in the cluster (flux resume does that).',
      ],
    ],
    [
      'a kind that is suspended by an annotation has another way out',
      {
        status: 'suspended',
        suspended: true,
        ready: undefined,
        group: 'fluxcd.controlplane.io',
        kind: 'ResourceSet',
      },
      [
        'Suspended: Flux does not reconcile it.',
        'To resume it, remove the annotation fluxcd.controlplane.io/reconcile (its value is “disabled”).',
      ],
    ],
    [
      'a deletion',
      { status: 'deleting' },
      ['Being deleted: it is gone as soon as its finalizers are done.'],
    ],
    [
      'a deletion that does not get on says why',
      { status: 'deleting', ready: 'False', message: 'prune failed' },
      ['Being deleted: prune failed.'],
    ],
    [
      'no status at all',
      { status: 'unknown', message: undefined },
      ['Unknown: it has not reported a status yet.'],
    ],
    [
      'text that would read backwards is shown as it is',
      { ...failing, message: 'safe\u202Egnp.exe' },
      ['Failed: safe\\u202egnp.exe.'],
    ],
  ] as const)('%s', (_, overrides, sentences) => {
    expect(statusSentences(aResource(overrides), t)).toEqual(sentences);
  });
});
