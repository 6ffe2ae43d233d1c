import { KubeObject } from '../../store/ObjectStore';
import { Repository } from '../../fleet/Repository';
import { ControllerContext } from '../runtime/ControllerContext';

/** What is wrong with the credentials of a source for a repository; undefined when they open it. */
export function secretProblem(
  context: ControllerContext,
  source: KubeObject,
  repository: Repository,
): { missing: string } | { refused: true } | undefined {
  const name = source.spec.secretRef?.name;
  const { namespace } = source.metadata;
  const secret = name && context.store.get('', 'Secret', namespace, name);
  if (name && !secret) {
    return {
      missing: `failed to get secret '${namespace}/${name}': secrets "${name}" not found`,
    };
  }
  if (repository.password === undefined) return undefined;
  const password = Buffer.from(
    secret?.data?.password ?? secret?.data?.secretkey ?? '',
    'base64',
  ).toString();
  return password === repository.password ? undefined : { refused: true };
}
