import { ScriptedKubernetesClient } from '../__testUtils__/ScriptedKubernetesClient';
import type { KubernetesRequest } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';
import { readVersions } from './readVersions';

const DEPLOYMENTS = '/apis/apps/v1/deployments';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const labelled = (...versions: string[]) => ({
  items: versions.map(version => ({
    metadata: { labels: { 'app.kubernetes.io/version': version } },
  })),
});

async function read(answers: Record<string, unknown>) {
  const client = new ScriptedKubernetesClient();
  client.answer = ({ path }: KubernetesRequest) =>
    answers[path] ??
    new KubernetesError('no', { reason: 'forbidden', status: 403 });
  const versions = await readVersions({
    call: work => work(client),
    signal: new AbortController().signal,
  });
  return { versions, requests: client.requests };
}

describe('readVersions', () => {
  it('takes the version of Flux from its controllers, the newest during an upgrade', async () => {
    const { versions, requests } = await read({
      '/version': { gitVersion: 'v1.36.2' },
      [DEPLOYMENTS]: labelled('v2.9.4', 'v2.10.0', 'v2.9.4'),
      [DEFINITIONS]: labelled('v2.11.0'),
    });
    expect(versions).toEqual({
      kubernetesVersion: 'v1.36.2',
      fluxVersion: 'v2.10.0',
    });
    expect(requests.map(r => r.path)).not.toContain(DEFINITIONS);
  });

  it.each([
    ['hidden', undefined],
    ['elsewhere', labelled()],
  ])(
    'takes it from the definitions when the controllers are %s',
    async (_, deployments) => {
      const { versions, requests } = await read({
        [DEPLOYMENTS]: deployments,
        [DEFINITIONS]: labelled('v2.9.4'),
      });
      expect(versions.fluxVersion).toBe('v2.9.4');
      // Whole definitions weigh a hundred kilobytes each.
      expect(requests.at(-1)?.accept).toContain('PartialObjectMetadataList');
    },
  );

  it('knows no version where it may see nothing', async () => {
    expect((await read({})).versions).toEqual({});
  });

  it('does not take an outage for a missing version', async () => {
    const down = new KubernetesError('no answer', { reason: 'timeout' });
    await expect(read({ '/version': down })).rejects.toBe(down);
  });
});
