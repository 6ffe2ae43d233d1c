import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  SearchField,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import {
  HEALTH_RANK,
  type Health,
  type ManagedObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { errorMessage } from '../components/errorMessage';
import { Section } from '../resources/detail/Section';
import { Tone } from '../resources/detail/Tone';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { groupTree, type Managed } from './groupTree';
import { HealthBadge } from './HealthBadge';
import styles from './ManagedObjects.module.css';
import { ObjectGroup } from './ObjectGroup';

/** From this many objects on there is a search field. */
const SEARCH_FROM = 8;
/** Each look costs the cluster a few requests. Milliseconds. */
const POLL_MS = 15_000;

function Totals(props: { objects: Managed[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const totals = (Object.keys(HEALTH_RANK) as Health[])
    .map(health => ({
      health,
      total: props.objects.filter(o => o.health === health).length,
    }))
    .filter(({ total }) => total > 0);
  if (!totals.length) return null;
  return (
    <ul className={styles.totals} aria-label={t('workloads.tree.summary')}>
      {totals.map(({ health, total }) => (
        <li key={health}>
          <HealthBadge health={health} total={total} />
        </li>
      ))}
    </ul>
  );
}

/** What the resource applied, by kind, each object with its health as the cluster shows it now. */
export function ManagedObjects(props: {
  resourceId: string;
  /** When the resource last changed, ISO 8601: its objects are looked at again then. */
  changedAt: string;
  /** What is shown until the cluster has answered, or when it does not. */
  inventory: ManagedObject[];
}) {
  const { resourceId, changedAt, inventory } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [text, setText] = useState('');
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) =>
      api.getResourceTree({ params: { resourceId } }, { signal }),
    [resourceId, changedAt],
    { pollMs: POLL_MS, onSignals: false },
  );
  const objects: Managed[] = value?.objects ?? inventory;
  const groups = groupTree(objects, text);
  return (
    <Section
      title={t('resources.detail.inventory.title', { count: objects.length })}
    >
      {loading && (
        <div role="status">
          <VisuallyHidden>{t('workloads.tree.loading')}</VisuallyHidden>
          <Skeleton height={20} width="60%" />
        </div>
      )}
      {error && (
        <Alert
          status="warning"
          icon
          title={t('workloads.tree.error')}
          description={errorMessage(error)}
          customActions={
            <Button
              size="small"
              variant="tertiary"
              onPress={refresh}
              isPending={refreshing}
            >
              {t('common.retry')}
            </Button>
          }
        />
      )}
      {value?.remote && (
        <Tone tone="neutral">{t('workloads.tree.remote')}</Tone>
      )}
      {value && !value.remote && value.unchecked > 0 && (
        <Tone tone="neutral">
          {t('workloads.tree.partial', { count: value.unchecked })}
        </Tone>
      )}
      {value && !value.remote && <Totals objects={objects} />}
      {objects.length >= SEARCH_FROM && (
        <SearchField
          size="small"
          aria-label={t('resources.detail.inventory.search')}
          placeholder={t('resources.detail.inventory.search')}
          value={text}
          onChange={setText}
        />
      )}
      {!objects.length && !loading && (
        <Text color="secondary">{t('resources.detail.inventory.empty')}</Text>
      )}
      {objects.length > 0 && !groups.length && (
        <Tone tone="neutral">
          {t('resources.detail.inventory.noMatch', { text: visibleText(text) })}
        </Tone>
      )}
      {groups.map(group => (
        <ObjectGroup
          key={group.id}
          group={group}
          resourceId={resourceId}
          withActions={value !== undefined && !value.remote}
          onChanged={refresh}
        />
      ))}
    </Section>
  );
}
