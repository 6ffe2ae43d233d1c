import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { SearchField, Select } from '@backstage/ui';
import type { ActivityList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useEffect, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { actionLabel } from './actionLabel';
import { DateRange } from './DateRange';
import styles from './ActivityPage.module.css';
import { outcomeLabel } from './outcomeLabel';
import { type ActivityState, type Period, PERIODS } from './useActivityState';

/** The option that chooses nothing; no action, outcome or cluster is called so. */
const ALL = '*';

/** Pause after the last key before the list is read, in milliseconds. */
const TYPING_MS = 300;

/** Narrows the activity down. */
export function ActivityFilters(props: {
  state: ActivityState;
  choices?: ActivityList['choices'];
  onChange: (patch: ActivityState) => void;
}) {
  const { state, choices, onChange } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [actor, setActor] = useState(state.actor ?? '');
  useEffect(() => setActor(state.actor ?? ''), [state.actor]);
  useDebounce(
    () => {
      if (actor !== (state.actor ?? '')) onChange({ actor });
    },
    TYPING_MS,
    [actor],
  );
  const select = (
    name: 'action' | 'outcome' | 'cluster' | 'since',
    values: readonly string[],
    label: (value: string) => string,
  ) => {
    const chosen = state[name];
    const offered = new Set([...values, ...(chosen ? [chosen] : [])]);
    return (
      <Select
        label={t(`activity.filter.${name}`)}
        size="small"
        options={[
          { id: ALL, label: t('activity.filter.all') },
          ...[...offered].map(id => ({ id, label: label(id) })),
        ]}
        value={chosen ?? ALL}
        onChange={value =>
          onChange({
            ...(name === 'since' && { from: undefined, to: undefined }),
            [name]: value === ALL ? undefined : String(value),
          })
        }
      />
    );
  };
  return (
    <div
      className={styles.filters}
      role="search"
      aria-label={t('activity.filter.label')}
    >
      <SearchField
        label={t('activity.filter.actor')}
        placeholder={t('activity.filter.actorPlaceholder')}
        size="small"
        maxLength={255}
        value={actor}
        onChange={setActor}
      />
      {select('action', choices?.action ?? [], v => actionLabel(t, v))}
      {select('outcome', choices?.outcome ?? [], v => outcomeLabel(t, v))}
      {select('cluster', choices?.cluster ?? [], visibleText)}
      {select('since', [...Object.keys(PERIODS), 'days'], v =>
        t(`activity.since.${v as Period | 'days'}`),
      )}
      {state.since === 'days' && (
        <DateRange from={state.from} to={state.to} onChange={onChange} />
      )}
    </div>
  );
}
