import {
  findFluxKind,
  type ResourceDetail,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ManagedObjects } from '../../workloads/ManagedObjects';
import { KindSection } from '../kinds/KindSection';
import { ConditionsSection } from './ConditionsSection';
import { DependenciesSection } from './DependenciesSection';
import { EventsSection } from './EventsSection';
import { FactsSection } from './FactsSection';
import { HistorySection } from './HistorySection';
import { LabelsSection } from './LabelsSection';
import { SourceSection } from './SourceSection';
import { StatusPanel } from './StatusPanel';
import styles from './ResourceDetails.module.css';

/** Everything that is known of a resource, the most asked-for first. */
export function ResourceDetails(props: { detail: ResourceDetail }) {
  const { detail } = props;
  const { group, kind } = detail.resource;
  const known = findFluxKind(group, kind);
  // An empty inventory is news only of kinds that apply objects.
  const applies =
    known?.category === 'app' ||
    kind === 'FluxInstance' ||
    kind === 'ResourceSet';
  return (
    <>
      <StatusPanel detail={detail} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <KindSection detail={detail} />
          {!known?.static && (
            <ConditionsSection conditions={detail.conditions} />
          )}
          {applies && (
            <ManagedObjects
              resourceId={detail.resource.id}
              changedAt={detail.resource.updatedAt}
              inventory={detail.inventory}
            />
          )}
          <HistorySection resourceId={detail.resource.id} />
          <EventsSection
            resourceId={detail.resource.id}
            changedAt={detail.resource.updatedAt}
          />
        </div>
        <div className={styles.column}>
          <SourceSection detail={detail} />
          <DependenciesSection dependsOn={detail.dependsOn} />
          <FactsSection detail={detail} />
          <LabelsSection labels={detail.labels} />
        </div>
      </div>
    </>
  );
}
