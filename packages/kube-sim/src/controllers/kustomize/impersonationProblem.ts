import { KubeObject } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';
import { objectRef } from '../runtime/objectRef';

const RBAC = 'rbac.authorization.k8s.io';

/** The refusal of the first object when `spec.serviceAccountName` names an account that nobody has bound to a role. */
export function impersonationProblem(
  context: ControllerContext,
  applier: KubeObject,
  objects: KubeObject[],
): string | undefined {
  const account = applier.spec.serviceAccountName;
  const first = objects[0];
  if (!account || !first) return undefined;
  const { namespace } = applier.metadata;
  const bound = ['RoleBinding', 'ClusterRoleBinding']
    .flatMap(kind => context.store.list(RBAC, kind))
    .some(binding =>
      binding.subjects?.some(
        (subject: any) =>
          subject.kind === 'ServiceAccount' &&
          subject.name === account &&
          subject.namespace === namespace,
      ),
    );
  if (bound) return undefined;
  const plural = `${first.kind.toLowerCase()}s`;
  const group = objectRef.group(first);
  const resource = group ? `${plural}.${group}` : plural;
  return `${objectRef.describe(
    first,
  )} dry-run failed (Forbidden): ${resource} "${
    first.metadata.name
  }" is forbidden: User "system:serviceaccount:${namespace}:${account}" cannot patch resource "${plural}" in API group "${group}" in the namespace "${
    first.metadata.namespace
  }"\n`;
}
