import { createHash } from 'crypto';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';

/** Makes webhook paths, like notification-controller. Alerts and Providers are static and have no controller. */
export class ReceiverController implements Controller {
  readonly group = 'notification.toolkit.fluxcd.io';
  readonly kind = 'Receiver';
  readonly manager = 'notification-controller';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SimplePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { spec, metadata } = handle.object;
    const name = spec.secretRef?.name ?? '';
    const secret = this.#context.store.get(
      '',
      'Secret',
      metadata.namespace,
      name,
    );
    if (!secret?.data?.token) {
      pass.failed(
        'TokenNotFound',
        secret
          ? `invalid secret '${metadata.namespace}/${name}': token key not found`
          : `unable to read token from secret '${metadata.namespace}/${name}' error: Secret "${name}" not found`,
      );
      return 60_000;
    }
    const token = Buffer.from(secret.data.token, 'base64').toString();
    const hash = createHash('sha256')
      .update(`${token}${metadata.name}${metadata.namespace}`)
      .digest('hex');
    const webhookPath = `/hook/${hash}`;
    pass.ready(
      'Succeeded',
      `Receiver initialized for path: ${webhookPath}`,
      status => {
        status.webhookPath = webhookPath;
      },
    );
    return pass.intervalMs(spec.interval, 600_000);
  }
}
