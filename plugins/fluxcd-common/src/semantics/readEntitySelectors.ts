import { ENTITY_ANNOTATIONS } from './ENTITY_ANNOTATIONS';
import { parseResourceSelector } from './parseResourceSelector';

/**
 * The selectors in the annotations of a catalog entity, as `GET /v1/resources` takes them; what is malformed is
 * told apart, because dropping it in silence would show too little.
 *
 * @public
 */
export function readEntitySelectors(
  annotations: Record<string, string> | undefined,
): { selectors: string[]; malformed: string[] } {
  const references = (annotations?.[ENTITY_ANNOTATIONS.resources] ?? '')
    .split(',')
    .map(text => text.trim())
    .filter(Boolean);
  const id = annotations?.[ENTITY_ANNOTATIONS.kubernetesId]?.trim();
  const namespace =
    annotations?.[ENTITY_ANNOTATIONS.kubernetesNamespace]?.trim();
  if (id) {
    references.push(
      `${ENTITY_ANNOTATIONS.kubernetesId}=${id}${
        namespace ? `@${namespace}` : ''
      }`,
    );
  }
  return {
    selectors: references.filter(text => parseResourceSelector(text)),
    malformed: references.filter(text => !parseResourceSelector(text)),
  };
}
