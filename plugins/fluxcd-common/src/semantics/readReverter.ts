import type { ObjectReference } from '../schemas';
import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import type { FluxObject } from './FluxObject';
import { isSuspended } from './isSuspended';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';

const PREFIX = 'kustomize.toolkit.fluxcd.io';

/**
 * The Kustomization that will undo a suspension or a resumption of this object at its next reconciliation, because
 * the manifest that it applies has an opinion of its own; undefined when it leaves the choice alone.
 *
 * It applies every field of the manifest, so it owns `spec.suspend` (or the annotation of the kind) exactly when
 * the manifest sets it; what the manifest does not set it leaves to others (recording
 * flux/kustomization-parent-child). To be asked BEFORE the change: a writer that changes the value takes the
 * ownership away. Managed fields are only in objects read live.
 * @public
 */
export function readReverter(object: FluxObject): ObjectReference | undefined {
  const { group, kind, name, namespace, labels, annotations } =
    readObject(object);
  const parent = {
    name: asText(labels[`${PREFIX}/name`]),
    namespace: asText(labels[`${PREFIX}/namespace`]),
  };
  if (!parent.name || !parent.namespace) return undefined;
  // A Kustomization that applies itself stops doing so with its suspension; resumed, it goes on.
  const endsWithIt =
    !isSuspended(object) &&
    group === PREFIX &&
    kind === 'Kustomization' &&
    name === parent.name &&
    namespace === parent.namespace;
  // Objects that the parent was told to leave as they are, by annotation or label.
  const marked = (key: string, values: string[]) =>
    [annotations, labels].some(marks =>
      values.includes(String(marks[`${PREFIX}/${key}`]).toLowerCase()),
    );
  if (
    endsWithIt ||
    marked('reconcile', ['disabled']) ||
    marked('ssa', ['ignore', 'ifnotpresent'])
  ) {
    return undefined;
  }

  const suspendAnnotation = findFluxKind(group, kind)?.suspendAnnotation;
  const metadata = asRecord(asRecord(object).metadata);
  const owns = asList(metadata.managedFields).some(entry => {
    if (entry.manager !== 'kustomize-controller') return false;
    if (entry.operation !== 'Apply' || entry.subresource) return false;
    const fields = asRecord(entry.fieldsV1);
    const of = suspendAnnotation
      ? asRecord(asRecord(fields['f:metadata'])['f:annotations'])
      : asRecord(fields['f:spec']);
    return (suspendAnnotation ? `f:${suspendAnnotation}` : 'f:suspend') in of;
  });
  return owns
    ? {
        group: PREFIX,
        kind: 'Kustomization',
        namespace: parent.namespace,
        name: parent.name,
      }
    : undefined;
}
