import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiTimeLine,
} from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './ConnectionCard.module.css';

const ICONS = {
  ok: RiCheckboxCircleFill,
  partial: RiAlertFill,
  failed: RiErrorWarningFill,
  pending: RiTimeLine,
};

/** How the last sync of a connection went. */
export function AzureStatus(props: { status: AzureConnection['status'] }) {
  const { status } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const Icon = ICONS[status];
  return (
    <span className={styles.status} data-status={status}>
      <Icon size={18} aria-hidden />
      {t(`azure.status.${status}`)}
    </span>
  );
}
