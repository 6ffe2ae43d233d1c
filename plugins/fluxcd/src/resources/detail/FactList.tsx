import { Fragment, type ReactNode } from 'react';
import styles from './FactList.module.css';

/** Names and values. A fact without a value is left out. */
export function FactList(props: {
  facts: { name: string; value: ReactNode }[];
}) {
  return (
    <dl className={styles.root}>
      {props.facts
        .filter(f => f.value !== undefined && f.value !== '')
        .map(({ name, value }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
