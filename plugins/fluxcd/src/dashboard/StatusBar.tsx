import {
  resourceStatusSchema,
  type StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import styles from './StatusBar.module.css';

/** The shares of the statuses as a stacked bar. A decoration: numbers and words belong beside it. */
export function StatusBar(props: { counts: StatusCounts }) {
  const { total, byStatus } = props.counts;
  return (
    <div className={styles.bar} aria-hidden data-empty={total === 0}>
      {resourceStatusSchema.options
        .filter(status => byStatus[status])
        .map(status => (
          <span
            key={status}
            data-status={status}
            style={{ flexGrow: byStatus[status] }}
          />
        ))}
    </div>
  );
}
