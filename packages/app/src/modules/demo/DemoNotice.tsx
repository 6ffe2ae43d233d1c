import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { RiFlaskLine } from '@remixicon/react';
import styles from './DemoNotice.module.css';

/** A line above the page, in a portal with `app.demo: true`: the clusters are simulated and guests may act. */
export function DemoNotice() {
  const demo = useApi(configApiRef).getOptionalBoolean('app.demo');
  if (!demo) return null;
  return (
    <aside className={styles.notice} aria-label="Demo">
      <RiFlaskLine className={styles.icon} size={16} aria-hidden />
      <span>
        <strong>Demo.</strong> The clusters are simulated, and this portal’s
        permission policy lets every guest operate them.
      </span>
    </aside>
  );
}
