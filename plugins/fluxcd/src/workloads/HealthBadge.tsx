import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Health } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiGhostLine,
  RiLoader4Line,
  RiPauseCircleLine,
  RiQuestionLine,
} from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './HealthBadge.module.css';

const ICONS = {
  degraded: RiErrorWarningFill,
  missing: RiGhostLine,
  progressing: RiLoader4Line,
  unknown: RiQuestionLine,
  suspended: RiPauseCircleLine,
  healthy: RiCheckboxCircleFill,
} satisfies Record<Health, unknown>;

/** Health in a word, with an icon of its own shape; optionally how many objects are so. */
export function HealthBadge(props: { health: Health; total?: number }) {
  const { health, total } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const Icon = ICONS[health];
  const label = t(`workloads.health.${health}`);
  return (
    <span className={styles.root} data-health={health}>
      <Icon className={styles.icon} size={16} aria-hidden />
      {total === undefined
        ? label
        : t('workloads.tree.count', { label, total: total.toLocaleString() })}
    </span>
  );
}
