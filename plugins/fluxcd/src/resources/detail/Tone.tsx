import {
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiIndeterminateCircleLine,
  RiLoader4Line,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import type { ConditionTone } from './conditionTone';
import styles from './Tone.module.css';

const ICONS = {
  good: RiCheckboxCircleFill,
  bad: RiErrorWarningFill,
  busy: RiLoader4Line,
  neutral: RiIndeterminateCircleLine,
};

/** A word with an icon of its own shape for good, bad, busy or neither. */
export function Tone(props: { tone: ConditionTone; children: ReactNode }) {
  const { tone, children } = props;
  const Icon = ICONS[tone];
  return (
    <span className={styles.root} data-tone={tone}>
      <Icon className={styles.icon} size={16} aria-hidden />
      {children}
    </span>
  );
}
