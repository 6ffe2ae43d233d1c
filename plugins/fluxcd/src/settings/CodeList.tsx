import styles from './SettingsPage.module.css';

/** Words that are written in app-config or in code, one beside the other. */
export function CodeList(props: { words: readonly string[] }) {
  return (
    <ul className={styles.lines}>
      {props.words.map(word => (
        <li key={word} className={styles.code}>
          {word}
        </li>
      ))}
    </ul>
  );
}
