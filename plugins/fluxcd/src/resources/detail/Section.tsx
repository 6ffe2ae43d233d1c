import { Text } from '@backstage/ui';
import { useId, type ReactNode } from 'react';
import styles from './Section.module.css';

/** A part of the page with a heading of its own. */
export function Section(props: { title: string; children: ReactNode }) {
  const { title, children } = props;
  const id = useId();
  return (
    <section className={styles.root} aria-labelledby={id}>
      <Text as="h3" id={id} variant="body-large" weight="bold">
        {title}
      </Text>
      {children}
    </section>
  );
}
