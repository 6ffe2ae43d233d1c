import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { EntityFluxcd } from './EntityFluxcd';

/** The worst of an entity's resources, for its overview. */
export function EntityFluxcdCard() {
  return (
    <EntityInfoCard title="Flux">
      <EntityFluxcd limit={5} compact />
    </EntityInfoCard>
  );
}
