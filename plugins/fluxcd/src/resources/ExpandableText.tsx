import { useState } from 'react';
import styles from './ExpandableText.module.css';
import { visibleText } from './visibleText';

/** A long text on two lines: whole in the title, and in place after a press. */
export function ExpandableText(props: { text: string }) {
  const text = visibleText(props.text);
  const [expanded, setExpanded] = useState(false);
  return (
    <button
      type="button"
      className={styles.button}
      aria-expanded={expanded}
      title={expanded ? undefined : text}
      onClick={() => setExpanded(!expanded)}
    >
      <bdi className={styles.text}>{text}</bdi>
    </button>
  );
}
