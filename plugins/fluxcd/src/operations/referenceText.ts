import type { ObjectReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../resources/visibleText';

/** Kind, namespace and name in one line. */
export function referenceText(reference: ObjectReference): string {
  const { kind, namespace, name } = reference;
  return visibleText(`${kind} ${namespace ? `${namespace}/` : ''}${name}`);
}
