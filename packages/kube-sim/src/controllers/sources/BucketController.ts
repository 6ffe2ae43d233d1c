import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SourcePass } from './SourcePass';
import { secretProblem } from './secretProblem';

/** Downloads buckets of the fleet's upstreams, like source-controller. */
export class BucketController implements Controller {
  readonly group = 'source.toolkit.fluxcd.io';
  readonly kind = 'Bucket';
  readonly manager = 'source-controller';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SourcePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { endpoint, bucketName } = handle.object.spec;
    const repository = this.#context.upstreams.byUrl(
      `s3://${endpoint}/${bucketName}`,
    );
    const problem =
      repository && secretProblem(this.#context, handle.object, repository);
    if (problem && 'missing' in problem) {
      return yield* pass.fail('AuthenticationFailed', problem.missing);
    }
    if (problem) {
      return yield* pass.fail(
        'BucketOperationFailed',
        `failed to confirm existence of '${bucketName}' bucket: Access Denied.`,
      );
    }
    if (!repository?.latest) {
      return yield* pass.fail(
        'BucketOperationFailed',
        `bucket '${bucketName}' not found`,
      );
    }
    const { id, tree } = repository.latest;
    return yield* pass.store({
      revision: `sha256:${id}`,
      tree,
      file: `sha256:${id}.tar.gz`,
      message: `stored artifact: revision 'sha256:${id}'`,
      event: `stored artifact with ${tree.size} fetched files from '${bucketName}' bucket`,
    });
  }
}
