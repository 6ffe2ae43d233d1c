import { Controller, Pass } from '../runtime/Controller';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';
import { digest } from '../runtime/digest';

const GROUP = 'fluxcd.controlplane.io';

/** Exports inputs, like flux-operator: those of type Static, and for all others that there is no such service. */
export class InputProviderController implements Controller {
  readonly group = GROUP;
  readonly kind = 'ResourceSetInputProvider';
  readonly manager = 'flux-operator';

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SimplePass({ handle, disabledBy: `${GROUP}/reconcile` });
    if (!(yield* pass.begin())) return undefined;
    const { spec, metadata } = handle.object;
    const every = metadata.annotations?.[`${GROUP}/reconcileEvery`];
    if (spec.type !== 'Static') {
      pass.failed(
        'ReconciliationFailed',
        `failed to list inputs: ${spec.type}: could not reach ${spec.url}`,
      );
      return pass.intervalMs(every, 600_000);
    }
    const id = digest(metadata.uid ?? '').slice('sha256:'.length, 15);
    const exportedInputs = [{ id, ...spec.defaultValues }];
    pass.ready(
      'ReconciliationSucceeded',
      'Reconciliation finished in 1ms',
      status => {
        status.exportedInputs = exportedInputs;
        status.lastExportedRevision = digest(JSON.stringify(exportedInputs));
      },
    );
    return pass.intervalMs(every, 600_000);
  }
}
