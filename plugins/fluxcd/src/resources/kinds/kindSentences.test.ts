import type {
  Fact,
  Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { englishT } from '../__testUtils__/englishT';
import { aResource } from '../__testUtils__/fixtures';
import { kindSentences } from './kindSentences';

const t = englishT();
const fleet = {
  group: 'source.toolkit.fluxcd.io',
  kind: 'GitRepository',
  namespace: 'flux-system',
  name: 'fleet',
};

function sentences(
  kind: string,
  facts: Record<string, string> = {},
  resource: Partial<Resource> = {},
): string {
  const { group } = FLUX_KINDS.find(k => k.kind === kind)!;
  return kindSentences(
    {
      resource: aResource({ group, kind, revision: undefined, ...resource }),
      facts: Object.entries(facts).map(
        ([name, value]): Fact => ({ name, value }),
      ),
    },
    t,
  ).join(' ');
}

describe('kindSentences', () => {
  it.each<[string, string, Record<string, string>, Partial<Resource>, string]>([
    [
      'Kustomization',
      'that deletes and waits',
      { path: './apps', prune: 'true', wait: 'true' },
      { source: fleet },
      'Applies ./apps of GitRepository flux-system/fleet. What is gone from there is deleted from the cluster. It is ready only when everything that it applied is healthy.',
    ],
    [
      'Kustomization',
      'that does neither',
      { prune: 'false' },
      { source: fleet },
      'Applies ./ of GitRepository flux-system/fleet. What is gone from there stays in the cluster. It is ready when it has applied; health is not waited for.',
    ],
    [
      'HelmRelease',
      'whose upgrade fails',
      {
        chart: 'podinfo',
        releaseName: 'web',
        targetNamespace: 'shop',
        upgradeFailures: '2',
        driftDetection: 'warn',
      },
      { revision: '6.5.0' },
      'Release web in shop runs podinfo 6.5.0. The upgrade that is asked for has failed 2 times. Changes that others make to its objects are reported, not undone.',
    ],
    [
      'HelmRelease',
      'that was never released',
      { chart: 'podinfo', installFailures: '1' },
      {},
      'Chart podinfo has not been released yet. The installation has failed once. Changes that others make to its objects are not looked for.',
    ],
    [
      'GitRepository',
      'at a commit of a branch',
      { branch: 'main', commit: 'abc', verify: 'HEAD', verified: 'True' },
      { revision: 'sha1:abc' },
      'Stays at commit abc. Its signature was checked and is valid.',
    ],
    [
      'GitRepository',
      'whose signature is wrong',
      { branch: 'main', verify: 'HEAD', verified: 'False' },
      {},
      'Follows branch main. Nothing has been fetched yet. Its signature was checked and is not valid.',
    ],
    [
      'OCIRepository',
      'in a range',
      { semver: '>=1', tag: 'x' },
      { revision: '1@sha256:1' },
      'Follows the newest tag in the version range >=1. Signatures are not checked.',
    ],
    [
      'HelmRepository',
      'in an OCI registry, which fetches nothing',
      { type: 'oci' },
      {},
      'An OCI registry: charts are fetched from it when they are needed, nothing is fetched beforehand.',
    ],
    [
      'ImageRepository',
      'before the first scan',
      { image: 'x' },
      {},
      'Never scanned.',
    ],
    [
      'ImageRepository',
      'whose newest scan failed',
      { tagCount: '3' },
      { ready: 'False' },
      'Found 3 tags at the last scan. The newest scan failed: this is what was found before.',
    ],
    [
      'ImagePolicy',
      'that chose',
      { latestImage: 'r/app:1.2.0', semver: '>=1.0' },
      {},
      'Latest image r/app:1.2.0, chosen by version range >=1.0.',
    ],
    [
      'ImagePolicy',
      'that did not choose yet',
      { numerical: 'asc' },
      {},
      'No image has been chosen yet; it is going to be by numerical order (asc).',
    ],
    [
      'ImageUpdateAutomation',
      'that never pushed',
      { pushBranch: 'main', observedPolicies: '4' },
      { source: fleet },
      'Writes the images of 4 policies to branch main of GitRepository flux-system/fleet. Never pushed.',
    ],
    [
      'Alert',
      'about errors',
      { alertProvider: 'chat', eventSeverity: 'error', eventSources: '2' },
      {},
      'Tells chat about the errors of 2 sources.',
    ],
    [
      'Provider',
      'whose address is elsewhere',
      { type: 'slack', channel: 'ops' },
      {},
      'Sends to slack, channel ops. Its address is not shown: it is in a Secret, or is no plain URL.',
    ],
    [
      'Receiver',
      'without a webhook',
      { type: 'github', triggers: '1', webhook: 'false' },
      {},
      'Triggers 1 resource on github events. It has no webhook yet.',
    ],
    [
      'FluxReport',
      'that sums up',
      {
        distributionVersion: 'v2.7.5',
        componentsReady: '5',
        componentCount: '6',
        running: '40',
        failing: '2',
        suspended: '1',
      },
      {},
      'Flux v2.7.5: 5 of 6 components are ready. Of its resources 40 are running, 2 failing and 1 suspended.',
    ],
    ['ResourceSet', 'that made nothing', {}, {}, 'It has made nothing yet.'],
    [
      'ResourceSetInputProvider',
      'that exports nothing of what it lists',
      { type: 'Static', exportedInputs: '2' },
      {},
      'Exports 2 sets of inputs of type Static. The inputs themselves are not shown: they may be secret.',
    ],
  ])('%s %s', (kind, _, facts, resource, expected) => {
    expect(sentences(kind, facts, resource)).toBe(expected);
  });

  it.each(FLUX_KINDS.map(k => k.kind))(
    'has a whole sentence for a %s of which nothing is known',
    kind => {
      expect(sentences(kind)).toMatch(/^[A-Z].*\.$/);
      expect(sentences(kind)).not.toMatch(/\{\{|NaN|undefined/);
    },
  );
});
