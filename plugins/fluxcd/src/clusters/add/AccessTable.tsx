import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ConnectionTest } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './AddClusterForm.module.css';

/** Per kind: what the tested credentials may do. Opens by itself when something is missing. */
export function AccessTable(props: { result: ConnectionTest }) {
  const { access, username } = props.result;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const word = (allowed: boolean) =>
    t(`clusters.add.test.${allowed ? 'yes' : 'no'}`);
  const complete = access.every(a => a.read);
  return (
    <details className={styles.access} open={!complete}>
      <summary>{t('clusters.add.test.access')}</summary>
      {username && <p>{t('clusters.add.test.seenAs', { username })}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t('clusters.add.test.kind')}</th>
            <th scope="col">{t('clusters.add.test.read')}</th>
            <th scope="col">{t('clusters.add.test.reconcile')}</th>
          </tr>
        </thead>
        <tbody>
          {access.map(a => (
            <tr key={`${a.group}/${a.kind}`}>
              <th scope="row">{a.kind}</th>
              <td>{word(a.read)}</td>
              <td>{word(a.reconcile)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
