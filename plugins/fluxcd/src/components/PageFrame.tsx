import { Progress } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import { Container } from '@backstage/ui';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { Suspense, type ReactNode } from 'react';
import { ForbiddenState } from './ForbiddenState';
import styles from './PageFrame.module.css';

/**
 * What all pages of the plugin share: the margins, and the gate of `fluxcd.read`. The backend checks
 * again on every request; the gate is here to explain.
 */
export function PageFrame(props: {
  children: ReactNode;
  /** What it stands in has margins already. */
  embedded?: boolean;
}) {
  const { loading, allowed } = usePermission({
    permission: fluxcdReadPermission,
  });
  let content = props.children;
  if (loading) content = <Progress />;
  else if (!allowed)
    content = <ForbiddenState permission={fluxcdReadPermission.name} />;
  content = <Suspense fallback={<Progress />}>{content}</Suspense>;
  return props.embedded ? (
    <div className={styles.page}>{content}</div>
  ) : (
    <Container className={styles.page}>{content}</Container>
  );
}
