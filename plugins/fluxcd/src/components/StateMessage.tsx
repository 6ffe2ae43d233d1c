import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './StateMessage.module.css';

/** Why a page or a panel has nothing to show, and what can be done about it. */
export function StateMessage(props: {
  icon: ReactNode;
  title: string;
  description?: ReactNode;
  /** Announced at once when it appears. */
  alert?: boolean;
  actions?: ReactNode;
}) {
  const { icon, title, description, alert, actions } = props;
  return (
    <div className={styles.root} role={alert ? 'alert' : undefined}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Text as="h2" variant="title-x-small" weight="bold">
        {title}
      </Text>
      {description && (
        <Text as="p" color="secondary" className={styles.description}>
          {description}
        </Text>
      )}
      {actions && <Flex gap="2">{actions}</Flex>}
    </div>
  );
}
