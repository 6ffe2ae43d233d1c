import { Box, Text } from '@backstage/ui';
import { useId, type ReactNode } from 'react';
import styles from './ClusterPage.module.css';

/** A part of the cluster's page under a heading of its own. */
export function ClusterSection(props: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Box
      as="section"
      bg="neutral"
      className={styles.section}
      aria-labelledby={id}
    >
      <Text as="h3" id={id} variant="body-large" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </Box>
  );
}
