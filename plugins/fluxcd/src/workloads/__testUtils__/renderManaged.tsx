import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type {
  FluxcdApi,
  Operation,
  Pod,
  ResourceTree,
  TreeObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { act, configure, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { rootRouteRef } from '../../routes';
import { ManagedObjects } from '../ManagedObjects';

// Machines under load are slow; nothing here is about speed. Milliseconds.
configure({ asyncUtilTimeout: 20_000 });

const CART: TreeObject = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
  health: 'degraded',
  message: 'The rollout makes no progress.',
  replicas: { desired: 3, ready: 1 },
};
const RELEASE: TreeObject = {
  group: 'helm.toolkit.fluxcd.io',
  kind: 'HelmRelease',
  namespace: 'shop',
  name: 'db',
  health: 'healthy',
  resourceId: 'r-db',
};
const POD: Pod = {
  namespace: 'shop',
  name: 'cart-1-a',
  uid: 'u1',
  phase: 'Running',
  health: 'degraded',
  message: 'Container app: CrashLoopBackOff',
  restarts: 7,
  containers: [
    {
      name: 'app',
      type: 'container',
      ready: false,
      restarts: 7,
      state: 'waiting',
      reason: 'CrashLoopBackOff',
      previous: true,
    },
    {
      name: 'sidecar',
      type: 'container',
      ready: true,
      restarts: 0,
      state: 'running',
      previous: false,
    },
  ],
};

/** The tree of a resource with a crashing workload and a release. */
export const aTree = (rest: Partial<ResourceTree> = {}): ResourceTree => ({
  objects: [CART, RELEASE],
  remote: false,
  unchecked: 0,
  checkedAt: '2026-11-20T08:00:00.000Z',
  ...rest,
});

function anOperation(
  rest: Partial<Operation> = {},
  message?: string,
): Operation {
  return {
    id: 'op-1',
    type: 'restart',
    withSource: false,
    state: 'running',
    requestedBy: 'user:default/guest',
    createdAt: '2026-11-20T08:00:00.000Z',
    targets: [
      {
        resourceId: 'r-1',
        clusterId: 'c',
        clusterName: 'prod',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        state: 'running',
        message,
        steps: [],
      },
    ],
    ...rest,
  };
}

async function* lines(...texts: string[]) {
  yield* texts;
}

/** An API that answers all that the tree asks. */
export function anApi() {
  return {
    getResourceTree: jest.fn(async (): Promise<ResourceTree> => aTree()),
    listWorkloadPods: jest.fn(async () => ({
      items: [POD],
      truncated: false,
    })),
    getPodLogs: jest.fn(
      async (): Promise<AsyncIterable<string>> => lines('panic: no database\n'),
    ),
    createOperation: jest.fn(async () => anOperation()),
    getOperation: jest.fn(async () =>
      anOperation({ state: 'succeeded' }, 'All its pods are new.'),
    ),
  };
}

/** The tree over that API. */
export async function renderManaged(
  api: ReturnType<typeof anApi>,
  options: { deny?: string[] } = {},
) {
  const { deny = [] } = options;
  await act(async () => {
    renderInTestApp(
      <ManagedObjects
        resourceId="r-1"
        changedAt="2026-01-02T03:04:05.000Z"
        inventory={[
          {
            group: 'apps',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'cart',
          },
        ]}
      />,
      {
        apis: [
          [fluxcdApiRef, api as unknown as FluxcdApi],
          [
            permissionApiRef,
            mockApis.permission({
              authorize: ({ permission }) =>
                (deny.includes(permission.name) ? 'DENY' : 'ALLOW') as any,
            }),
          ],
        ] as const,
        mountedRoutes: { '/flux': rootRouteRef },
      },
    );
  });
}

/** Folds the workload out. */
export const open = async () =>
  userEvent.click(
    await screen.findByRole('button', { name: 'Pods and actions of cart' }),
  );
