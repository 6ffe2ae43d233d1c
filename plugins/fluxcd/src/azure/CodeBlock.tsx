import { CopyButton } from './CopyButton';
import styles from './CodeBlock.module.css';

/** Something to paste into a terminal or a file, with the way to the clipboard. */
export function CodeBlock(props: {
  text: string;
  /** What it is, in words. */
  what: string;
}) {
  const { text, what } = props;
  return (
    <div className={styles.root}>
      <pre className={styles.text}>{text}</pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
