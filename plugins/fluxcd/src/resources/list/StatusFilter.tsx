import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ToggleButton } from '@backstage/ui';
import {
  resourceStatusSchema,
  type ResourceStatus,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ResourceStatusBadge } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import type { FacetValue } from './orderFacetValues';
import styles from './Filters.module.css';

/** One toggle per status that occurs, with its count: the state of the fleet at a glance. */
export function StatusFilter(props: {
  values: FacetValue[];
  selected: readonly ResourceStatus[];
  label: (value: string) => string;
  onToggle: (status: ResourceStatus) => void;
}) {
  const { values, selected, label, onToggle } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const counts = new Map(values.map(v => [v.value, v.count]));
  const shown = resourceStatusSchema.options.filter(
    status => counts.get(status) || selected.includes(status),
  );
  return (
    <div
      className={styles.statuses}
      role="group"
      aria-label={t('resources.list.facet.status')}
    >
      {shown.map(status => (
        <ToggleButton
          key={status}
          isSelected={selected.includes(status)}
          onChange={() => onToggle(status)}
        >
          <ResourceStatusBadge
            status={status}
            label={`${label(status)} ${(
              counts.get(status) ?? 0
            ).toLocaleString()}`}
          />
        </ToggleButton>
      ))}
    </div>
  );
}
