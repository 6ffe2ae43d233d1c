import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ReactNode } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './SettingList.module.css';

/** One setting, in words, with where it comes from. */
export interface SettingItem {
  label: string;
  value: ReactNode;
  description?: string;
  /** Its key in app-config; absent for what follows from other things. */
  settingKey?: string;
  /** Whether it is set there; otherwise it is the default. */
  configured?: boolean;
}

/** Settings and their values, each with the key that it is set by. */
export function SettingList(props: { items: SettingItem[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <dl className={styles.list}>
      {props.items.map(item => (
        <div key={item.label} className={styles.item}>
          <dt>{item.label}</dt>
          <dd className={styles.value}>{item.value}</dd>
          {item.description && (
            <dd className={styles.note}>{item.description}</dd>
          )}
          {item.settingKey && (
            <dd className={styles.origin}>
              <code className={styles.key}>{item.settingKey}</code>
              <span className={styles.tag}>
                {t(
                  item.configured
                    ? 'settings.origin.configured'
                    : 'settings.origin.default',
                )}
              </span>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
