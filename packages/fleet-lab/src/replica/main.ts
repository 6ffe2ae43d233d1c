import { readFileSync } from 'node:fs';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import eventsPlugin from '@backstage/plugin-events-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import signalsPlugin from '@backstage/plugin-signals-backend';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports -- it runs the plugin, as a backend does
import fluxcdPlugin from '@flux-orchestrator/backstage-plugin-fluxcd-backend';

/**
 * A backend as an installation runs it, but for who calls: everybody is one user, who may do everything. Its
 * configuration is the file that the first argument names.
 */
async function main(): Promise<void> {
  const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const backend = createBackend();
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(config),
    }),
  );
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.httpAuth.factory());
  backend.add(mockServices.userInfo.factory());
  backend.add(
    mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
  );
  backend.add(eventsPlugin);
  backend.add(signalsPlugin);
  backend.add(fluxcdPlugin);
  await backend.start();
  process.send!({ type: 'ready' });
}

// Whoever started it is gone, however it went.
process.once('disconnect', () => process.exit(0));
main().catch(error => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(1);
});
