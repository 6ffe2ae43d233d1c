import { ENTITY_ANNOTATIONS } from './ENTITY_ANNOTATIONS';

/**
 * What a selector asks for; an absent part means any.
 * @public
 */
export interface ResourceSelector {
  /** Name or id. */
  cluster?: string;
  namespace?: string;
  kind?: string;
  name?: string;
  /** Value of the label `backstage.io/kubernetes-id`. */
  kubernetesId?: string;
}

const LABEL_PREFIX = `${ENTITY_ANNOTATIONS.kubernetesId}=`;
const PART = /^[A-Za-z0-9]([-A-Za-z0-9._]{0,251}[A-Za-z0-9])?$/;

/**
 * Reads `CLUSTER/NAMESPACE/KIND/NAME` with `*` for any part, or `backstage.io/kubernetes-id=ID`, with `@NAMESPACE` to
 * narrow it. Undefined when the text is neither, or would select everything.
 *
 * @public
 */
export function parseResourceSelector(
  text: string,
): ResourceSelector | undefined {
  if (text.startsWith(LABEL_PREFIX)) {
    const [kubernetesId, namespace, ...rest] = text
      .slice(LABEL_PREFIX.length)
      .split('@');
    const parts =
      namespace === undefined ? [kubernetesId] : [kubernetesId, namespace];
    return rest.length === 0 && parts.every(part => PART.test(part))
      ? { kubernetesId, namespace }
      : undefined;
  }
  const parts = text.split('/');
  if (parts.length !== 4 || parts.every(part => part === '*')) return undefined;
  if (!parts.every(part => part === '*' || PART.test(part))) return undefined;
  const [cluster, namespace, kind, name] = parts.map(part =>
    part === '*' ? undefined : part,
  );
  return { cluster, namespace, kind, name };
}
