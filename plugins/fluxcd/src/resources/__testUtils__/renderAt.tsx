import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { act, configure } from '@testing-library/react';
import { useLocation, useNavigate } from 'react-router-dom';
import { ResourcesSubPage } from '../../components/ResourcesSubPage';
import { rootRouteRef } from '../../routes';

// Machines under load are slow; nothing here is about speed. Milliseconds.
configure({ asyncUtilTimeout: 20_000 });

/** Shows the URL, and gives the browser's back button a place to be pressed. */
function Address() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  return (
    <>
      <output aria-label="address">{`${pathname}${search}`}</output>
      <button onClick={() => navigate(-1)}>browser back</button>
    </>
  );
}

/** The pages about resources at an address, over an API of which only the given methods may be called. */
export async function renderAt(
  address: string,
  api: Partial<FluxcdApi>,
  options: { authorize?: (permission: string) => 'ALLOW' | 'DENY' } = {},
) {
  const { authorize } = options;
  // The first answers arrive at once, often before the caller looks.
  await act(async () => {
    renderInTestApp(
      <>
        <ResourcesSubPage />
        <Address />
      </>,
      {
        apis: [
          [fluxcdApiRef, api as FluxcdApi],
          [
            permissionApiRef,
            mockApis.permission({
              authorize: ({ permission }) =>
                authorize?.(permission.name) ?? 'ALLOW',
            }),
          ],
        ] as const,
        mountedRoutes: { '/flux': rootRouteRef },
        mountPath: '/flux/resources/*',
        initialRouteEntries: [address],
      },
    );
  });
}
