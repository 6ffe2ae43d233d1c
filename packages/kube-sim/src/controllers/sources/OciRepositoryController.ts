import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { timestamp } from '../runtime/timestamp';
import { SourcePass } from './SourcePass';
import { secretProblem } from './secretProblem';

/** Pulls OCI artifacts of the fleet's upstreams, like source-controller. */
export class OciRepositoryController implements Controller {
  readonly group = 'source.toolkit.fluxcd.io';
  readonly kind = 'OCIRepository';
  readonly manager = 'source-controller';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SourcePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { url, ref = {} } = handle.object.spec;
    const repository = this.#context.upstreams.byUrl(url);
    const address = url.replace(/^oci:\/\//, '');
    if (!repository || repository.kind !== 'oci') {
      return yield* pass.fail(
        'OCIArtifactPullFailed',
        `failed to determine artifact digest: GET https://${address}: NAME_UNKNOWN: repository name not known to registry`,
      );
    }
    const problem = secretProblem(this.#context, handle.object, repository);
    if (problem && 'missing' in problem) {
      return yield* pass.fail('AuthenticationFailed', problem.missing);
    }
    if (problem) {
      return yield* pass.fail(
        'OCIArtifactPullFailed',
        `failed to determine artifact digest: GET https://${address}: UNAUTHORIZED: authentication required`,
      );
    }
    const found = repository.resolve(ref);
    if (!found) {
      return yield* pass.fail(
        'OCIArtifactPullFailed',
        ref.semver
          ? `failed to determine the artifact tag for 'oci://${address}': no match found for semver: ${ref.semver}`
          : `failed to determine artifact digest: GET https://${address}: MANIFEST_UNKNOWN: manifest unknown`,
      );
    }
    const { revision, prefix } = found;
    const text = `${prefix}sha256:${revision.id}`;
    return yield* pass.store({
      revision: text,
      tree: revision.tree,
      file: `sha256:${revision.id}.tar.gz`,
      message: `stored artifact for digest '${text}'`,
      event: `stored artifact with revision '${text}' from '${url}'`,
      metadata: {
        'org.opencontainers.image.created': timestamp(revision.at),
        'org.opencontainers.image.revision': `${
          repository.branch
        }@sha1:${revision.id.slice(0, 40)}`,
        'org.opencontainers.image.source': `https://git.example.com/northwind/${repository.name}`,
      },
    });
  }
}
