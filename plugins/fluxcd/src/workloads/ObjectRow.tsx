import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ButtonIcon } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { ReferenceLink } from '../resources/detail/ReferenceLink';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { Managed } from './groupTree';
import { HealthBadge } from './HealthBadge';
import styles from './ManagedObjects.module.css';
import { toWorkloadKind } from './toWorkloadKind';
import { WorkloadPanel } from './WorkloadPanel';

/** One managed object; a workload folds out to its pods and what may be done with it. */
export function ObjectRow(props: {
  object: Managed;
  resourceId: string;
  withActions: boolean;
  onChanged: () => void;
}) {
  const { object, resourceId, withActions, onChanged } = props;
  const { health, message, replicas } = object;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [open, setOpen] = useState(false);
  const panelId = useId();
  const kind = withActions ? toWorkloadKind(object) : undefined;
  const name = visibleText(object.name);
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <span className={styles.name}>
          <ReferenceLink reference={object} withoutKind />
        </span>
        {replicas && (
          <span className={styles.secondary}>
            {t('workloads.tree.replicas', {
              ready: String(replicas.ready),
              desired: String(replicas.desired),
            })}
          </span>
        )}
        {health && <HealthBadge health={health} />}
        {kind && (
          <ButtonIcon
            size="small"
            variant="tertiary"
            icon={open ? <RiArrowUpSLine /> : <RiArrowDownSLine />}
            aria-label={t('workloads.tree.show', { name })}
            aria-expanded={open}
            aria-controls={panelId}
            onPress={() => setOpen(!open)}
          />
        )}
      </div>
      {message && health !== 'healthy' && (
        <div className={styles.secondary}>
          <bdi>{visibleText(message)}</bdi>
        </div>
      )}
      {kind && (
        <div id={panelId} hidden={!open}>
          {open && (
            <WorkloadPanel
              workload={{
                resourceId,
                kind,
                namespace: object.namespace,
                name: object.name,
              }}
              replicas={replicas}
              onChanged={onChanged}
            />
          )}
        </div>
      )}
    </li>
  );
}
