import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { RiInfinityLine } from '@remixicon/react';
import styles from './SidebarLogo.module.css';

const NAME = 'Flux Orchestrator';

/** The portal's mark, and its name where there is room. */
export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <div
      className={styles.root}
      style={{ height: 2 * sidebarConfig.logoHeight }}
    >
      <Link
        to="/"
        underline="none"
        className={styles.link}
        aria-label={isOpen ? undefined : NAME}
      >
        <RiInfinityLine size={28} aria-hidden />
        {isOpen && <span>{NAME}</span>}
      </Link>
    </div>
  );
}
