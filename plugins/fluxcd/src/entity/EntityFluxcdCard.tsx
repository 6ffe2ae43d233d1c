import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { PageFrame } from '../components/PageFrame';
import { EntityFluxcd } from './EntityFluxcd';

/** The worst of an entity's resources, for its overview. */
export function EntityFluxcdCard() {
  return (
    <EntityInfoCard title="Flux">
      <PageFrame embedded>
        <EntityFluxcd limit={5} compact />
      </PageFrame>
    </EntityInfoCard>
  );
}
