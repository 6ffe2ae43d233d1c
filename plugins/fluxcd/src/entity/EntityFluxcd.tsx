import {
  MissingAnnotationEmptyState,
  useEntity,
} from '@backstage/plugin-catalog-react';
import {
  ENTITY_ANNOTATIONS,
  readEntitySelectors,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { EntityResources } from './EntityResources';
import { MalformedSelectors } from './MalformedSelectors';

const READ_MORE =
  'https://github.com/flux-orchestrator/backstage-plugins/blob/main/docs/entities.md';

/** What Flux does for the entity of the page, in all clusters. */
export function EntityFluxcd(props: { limit: number; compact?: boolean }) {
  const { entity } = useEntity();
  const { selectors, malformed } = readEntitySelectors(
    entity.metadata.annotations,
  );
  if (selectors.length + malformed.length === 0)
    return (
      <MissingAnnotationEmptyState
        annotation={[
          ENTITY_ANNOTATIONS.resources,
          ENTITY_ANNOTATIONS.kubernetesId,
        ]}
        readMoreUrl={READ_MORE}
      />
    );
  return (
    <>
      <MalformedSelectors malformed={malformed} />
      {selectors.length > 0 && (
        <EntityResources
          key={selectors.join()}
          selectors={selectors}
          {...props}
        />
      )}
    </>
  );
}
