import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Select, Switch } from '@backstage/ui';
import type {
  Pod,
  PodContainer,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './LogsDialog.module.css';

export interface LogChoice {
  container: string;
  tailLines: number;
  follow: boolean;
  previous: boolean;
  wrap: boolean;
}

/** The last is the most that the backend gives. */
const TAILS = [100, 200, 1_000, 5_000];

/** Which log is shown, and how. */
export function LogOptions(props: {
  pod: Pod;
  choice: LogChoice;
  onChange: (choice: LogChoice) => void;
}) {
  const { pod, choice, onChange } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const label = ({ name, type }: PodContainer) =>
    type === 'container'
      ? visibleText(name)
      : t(`workloads.logs.${type}`, { name: visibleText(name) });
  const current = pod.containers.find(c => c.name === choice.container);
  return (
    <div className={styles.options}>
      <Select
        label={t('workloads.logs.container')}
        size="small"
        value={choice.container}
        options={pod.containers.map(c => ({ id: c.name, label: label(c) }))}
        onChange={key =>
          onChange({ ...choice, container: String(key), previous: false })
        }
      />
      <Select
        label={t('workloads.logs.tail')}
        size="small"
        value={String(choice.tailLines)}
        options={TAILS.map(n => ({
          id: String(n),
          label: n.toLocaleString(),
        }))}
        onChange={key => onChange({ ...choice, tailLines: Number(key) })}
      />
      <Switch
        label={t('workloads.logs.follow')}
        isSelected={choice.follow}
        isDisabled={choice.previous}
        onChange={follow => onChange({ ...choice, follow })}
      />
      <Switch
        label={t('workloads.logs.previous')}
        isSelected={choice.previous}
        isDisabled={!current?.previous}
        onChange={previous => onChange({ ...choice, previous, follow: false })}
      />
      <Switch
        label={t('workloads.logs.wrap')}
        isSelected={choice.wrap}
        onChange={wrap => onChange({ ...choice, wrap })}
      />
    </div>
  );
}
