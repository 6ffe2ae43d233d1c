import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiCheckboxCircleFill,
  RiDeleteBin6Line,
  RiErrorWarningFill,
  RiHourglassLine,
  RiLoader4Line,
  RiPauseCircleFill,
  RiQuestionLine,
} from '@remixicon/react';
import { fluxcdReactTranslationRef } from '../../translation';
import styles from './ResourceStatusBadge.module.css';

const ICONS = {
  failed: RiErrorWarningFill,
  progressing: RiLoader4Line,
  waiting: RiHourglassLine,
  suspended: RiPauseCircleFill,
  deleting: RiDeleteBin6Line,
  unknown: RiQuestionLine,
  ready: RiCheckboxCircleFill,
} satisfies Record<ResourceStatus, unknown>;

/** @public */
export interface ResourceStatusBadgeProps {
  status: ResourceStatus;
  /** Instead of the word, e.g. a count with the word in it. */
  label?: string;
}

/**
 * The status of a resource: an icon of its own shape and a word, so that colour is never alone.
 * @public
 */
export function ResourceStatusBadge(props: ResourceStatusBadgeProps) {
  const { status, label } = props;
  const { t } = useTranslationRef(fluxcdReactTranslationRef);
  const Icon = ICONS[status];
  return (
    <span className={styles.badge} data-status={status}>
      <Icon className={styles.icon} size={16} aria-hidden />
      <span>{label ?? t(`status.${status}`)}</span>
    </span>
  );
}
