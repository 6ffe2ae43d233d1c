import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SourcePass } from './SourcePass';
import { secretProblem } from './secretProblem';

const FAILED = 'failed to checkout and determine revision';

/** Fetches git repositories of the fleet's upstreams, like source-controller. */
export class GitRepositoryController implements Controller {
  readonly group = 'source.toolkit.fluxcd.io';
  readonly kind = 'GitRepository';
  readonly manager = 'source-controller';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SourcePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { url, ref = {}, secretRef } = handle.object.spec;
    const repository = this.#context.upstreams.byUrl(url);
    if (!repository || repository.kind !== 'git') {
      return yield* pass.fail(
        'GitOperationFailed',
        `${FAILED}: unable to list remote for '${url}': repository not found`,
      );
    }
    const problem = secretProblem(this.#context, handle.object, repository);
    if (problem && 'missing' in problem) {
      return yield* pass.fail('AuthenticationFailed', problem.missing);
    }
    if (problem) {
      return yield* pass.fail(
        'GitOperationFailed',
        `${FAILED}: unable to list remote for '${url}': authentication required${
          secretRef ? ': Invalid username or password.' : ''
        }`,
      );
    }
    const found = repository.resolve(ref);
    if (!found) {
      const wanted = ref.name ?? `refs/heads/${ref.branch ?? 'master'}`;
      const message =
        ref.tag || ref.semver
          ? `no match found for ${ref.semver ? 'semver' : 'tag'}: ${
              ref.semver ?? ref.tag
            }`
          : `couldn't find remote ref "${wanted}"`;
      return yield* pass.fail(
        'GitOperationFailed',
        `${FAILED}: unable to clone '${url}': ${message}`,
      );
    }
    const { revision, prefix } = found;
    const text = `${prefix}sha1:${revision.id}`;
    return yield* pass.store({
      revision: text,
      tree: revision.tree,
      file: `${revision.id}.tar.gz`,
      message: `stored artifact for revision '${text}'`,
      event: `stored artifact for commit '${revision.message}'`,
    });
  }
}
