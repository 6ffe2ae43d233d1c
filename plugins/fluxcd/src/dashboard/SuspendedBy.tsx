import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './ResourceRows.module.css';

/** Who suspended a resource and why; what nobody wrote down is said to be unknown. */
export function SuspendedBy(props: { resource: Resource }) {
  const { by, reason, at } = props.resource.suspension ?? {};
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const parts = [
    by
      ? t('dashboard.suspended.by', { who: visibleText(by) })
      : t('dashboard.suspended.byUnknown'),
    reason
      ? t('dashboard.suspended.reason', { reason: visibleText(reason) })
      : t('dashboard.suspended.noReason'),
    ...(at ? [] : [t('dashboard.suspended.sinceUnknown')]),
  ];
  return <bdi className={styles.why}>{parts.join('; ')}</bdi>;
}
