import { InfoCard } from '@backstage/core-components';
import { EntityFluxcd } from './EntityFluxcd';

/** The worst of an entity's resources, for its overview. */
export function EntityFluxcdCard() {
  return (
    <InfoCard title="Flux">
      <EntityFluxcd limit={5} compact />
    </InfoCard>
  );
}
