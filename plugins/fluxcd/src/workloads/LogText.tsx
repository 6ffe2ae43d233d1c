import { LogViewer, type LogViewerProps } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEffect, useRef } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './LogsDialog.module.css';

/** Ours among the viewer's buttons: those that it left without a name. */
const MARK = 'data-named-here';

/**
 * The framework's viewer, with what it lacks for those who do not see it: its line numbers are rows of no table, and
 * three of its buttons and its field have no name.
 */
export function LogText(props: LogViewerProps) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const viewer = root.current!;
    const repair = () => {
      viewer
        .querySelectorAll('a[role="row"]')
        .forEach(number => number.removeAttribute('role'));
      viewer
        .querySelectorAll('input:not([aria-label])')
        .forEach(field =>
          field.setAttribute('aria-label', t('workloads.logs.search')),
        );
      const nameless = viewer.querySelectorAll(
        `button:not([aria-label]), button[${MARK}]`,
      );
      // The first two are there while something is searched for.
      const names = [
        t('workloads.logs.previousHit'),
        t('workloads.logs.nextHit'),
        t('workloads.logs.onlyHits'),
      ].slice(-nameless.length);
      nameless.forEach((button, index) => {
        button.setAttribute(MARK, '');
        button.setAttribute('aria-label', names[index] ?? '');
      });
    };
    repair();
    // It is loaded late, and draws the lines that are in sight.
    const observer = new MutationObserver(repair);
    observer.observe(viewer, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [t]);
  return (
    <div className={styles.viewer} ref={root}>
      <LogViewer {...props} />
    </div>
  );
}
