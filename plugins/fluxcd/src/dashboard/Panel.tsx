import { Link, Text } from '@backstage/ui';
import { useId, type ReactNode } from 'react';
import styles from './Panel.module.css';

/** A part of the overview, with the way to the whole list. */
export function Panel(props: {
  title: string;
  description?: string;
  link?: { href: string; label: string };
  children: ReactNode;
}) {
  const { title, description, link, children } = props;
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <Text as="h3" id={id} variant="body-large" weight="bold">
          {title}
        </Text>
        {link && <Link href={link.href}>{link.label}</Link>}
      </div>
      {description && (
        <Text as="p" variant="body-small" color="secondary">
          {description}
        </Text>
      )}
      {children}
    </section>
  );
}
