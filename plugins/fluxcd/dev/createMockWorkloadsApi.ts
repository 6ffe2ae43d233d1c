import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** One deployment with a crashing pod, and a log that says why. */
export function createMockWorkloadsApi(): Pick<
  FluxcdApi,
  'getResourceTree' | 'listWorkloadPods' | 'getPodLogs'
> {
  return {
    async getResourceTree() {
      return {
        objects: [
          {
            group: 'apps',
            version: 'v1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
            health: 'progressing',
            message: '1 of 2 pods are available.',
            replicas: { desired: 2, ready: 1 },
          },
          {
            group: '',
            version: 'v1',
            kind: 'Service',
            namespace: 'shop',
            name: 'cart',
            health: 'healthy',
          },
        ],
        remote: false,
        unchecked: 0,
        checkedAt: new Date().toISOString(),
      };
    },
    async listWorkloadPods() {
      return {
        items: [
          {
            namespace: 'shop',
            name: 'cart-7c9d-x1',
            uid: 'uid-1',
            phase: 'Running',
            health: 'degraded',
            message: 'Container cart: CrashLoopBackOff',
            restarts: 7,
            containers: [
              {
                name: 'cart',
                type: 'container',
                ready: false,
                restarts: 7,
                state: 'waiting',
                reason: 'CrashLoopBackOff',
                previous: true,
              },
            ],
          },
        ],
        truncated: false,
      };
    },
    async getPodLogs() {
      async function* lines() {
        yield 'starting\n';
        yield 'panic: no database\n';
      }
      return lines();
    },
  };
}
