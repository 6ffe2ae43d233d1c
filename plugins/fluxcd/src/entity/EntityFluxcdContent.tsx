import { PageFrame } from '../components/PageFrame';
import { EntityFluxcd } from './EntityFluxcd';

/** The tab "Flux" of an entity's page. */
export function EntityFluxcdContent() {
  return (
    <PageFrame embedded>
      <EntityFluxcd limit={50} />
    </PageFrame>
  );
}
