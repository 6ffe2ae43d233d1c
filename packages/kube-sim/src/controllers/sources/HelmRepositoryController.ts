import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SourcePass } from './SourcePass';
import { secretProblem } from './secretProblem';

/** Fetches the index of Helm repositories, like source-controller; type oci is static and gets no status. */
export class HelmRepositoryController implements Controller {
  readonly group = 'source.toolkit.fluxcd.io';
  readonly kind = 'HelmRepository';
  readonly manager = 'source-controller';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    if (handle.object.spec.type === 'oci') {
      // The API server's default `observedGeneration: -1` would read as "in progress" for ever.
      const { object } = handle;
      this.#context.store.updateStatus(
        { ...object, status: {} },
        { manager: this.manager },
      );
      return undefined;
    }
    const pass = new SourcePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { url } = handle.object.spec;
    const repository = this.#context.upstreams.byUrl(url);
    const index = `${url.replace(/\/$/, '')}/index.yaml`;
    const latest = repository?.kind === 'helm' ? repository.latest : undefined;
    if (!repository || !latest) {
      return yield* pass.fail(
        'Failed',
        `failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch ${index} : 404 Not Found`,
      );
    }
    const problem = secretProblem(this.#context, handle.object, repository);
    if (problem && 'missing' in problem) {
      return yield* pass.fail('AuthenticationFailed', problem.missing);
    }
    if (problem) {
      return yield* pass.fail(
        'Failed',
        `failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch ${index} : 401 Unauthorized`,
      );
    }
    return yield* pass.store({
      revision: `sha256:${latest.id}`,
      tree: latest.tree,
      file: `index-${latest.id}.yaml`,
      message: `stored artifact: revision 'sha256:${latest.id}'`,
      event: `stored fetched index of size 4.2kB from '${url}'`,
    });
  }
}
