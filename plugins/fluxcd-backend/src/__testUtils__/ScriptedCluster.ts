import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesRequest } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ScriptedKubernetesClient } from './ScriptedKubernetesClient';

/** The API server of a small cluster: which kinds it serves, and one object of each. */
export class ScriptedCluster {
  readonly client = new ScriptedKubernetesClient();
  /** Version by plural. */
  served: Record<string, string> = { kustomizations: 'v1' };
  /** What discovery tells, where that is something else. */
  discovered: Record<string, string> | undefined;
  override: (request: KubernetesRequest) => unknown = () => undefined;

  constructor() {
    this.client.answer = request => this.#answer(request);
    this.client.open = request => {
      const answer = this.#answer(request);
      return answer instanceof Error ? answer : undefined;
    };
  }

  #answer(request: KubernetesRequest): unknown {
    const override = this.override(request);
    if (override !== undefined) return override;
    const { path } = request;
    if (path === '/apis') {
      const plurals = Object.entries(this.discovered ?? this.served);
      return {
        kind: 'APIGroupDiscoveryList',
        items: FLUX_KINDS.map(kind => ({
          metadata: { name: kind.group },
          versions: plurals
            .filter(([plural]) => plural === kind.plural)
            .map(([resource, version]) => ({
              version,
              resources: [{ resource, verbs: ['list', 'watch'] }],
            })),
        })).filter(item => item.versions.length),
      };
    }
    if (path === '/version') return { gitVersion: 'v1.36.2' };
    const [, , , version, plural] = path.split('/');
    if (plural === 'customresourcedefinitions' || plural === 'deployments') {
      return new KubernetesError('no', { reason: 'forbidden', status: 403 });
    }
    if (this.served[plural] !== version) {
      return new KubernetesError('no', { reason: 'not-found', status: 404 });
    }
    return {
      metadata: { resourceVersion: '10' },
      items: [
        {
          metadata: {
            name: 'apps',
            namespace: 'flux-system',
            uid: `uid-${plural}`,
            resourceVersion: '9',
            creationTimestamp: '2026-11-20T10:00:00Z',
          },
        },
      ],
    };
  }
}
