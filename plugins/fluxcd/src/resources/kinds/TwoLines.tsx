import { visibleText } from '../visibleText';
import styles from './TwoLines.module.css';

/** A word from a cluster and a smaller one below it, each whole in its title when there is no room. */
export function TwoLines(props: { first: string; second?: string }) {
  const first = visibleText(props.first);
  const second = props.second && visibleText(props.second);
  return (
    <span className={styles.root}>
      <span className={styles.line} title={first}>
        <bdi>{first}</bdi>
      </span>
      {second && (
        <span className={styles.second} title={second}>
          <bdi>{second}</bdi>
        </span>
      )}
    </span>
  );
}
