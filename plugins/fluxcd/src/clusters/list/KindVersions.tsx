import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ClusterKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './KindVersions.module.css';

/** In which versions a cluster serves a kind; the one that is read is marked where there are several. */
export function KindVersions(props: { kind: ClusterKind }) {
  const { version, servedVersions = [] } = props.kind;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  // Discovery may forget for a while what is read all the same.
  const versions =
    version === undefined || servedVersions.includes(version)
      ? servedVersions
      : [version, ...servedVersions];
  if (versions.length < 2) return <>{versions[0]}</>;
  return (
    <ul className={styles.versions}>
      {versions.map(served => (
        <li key={served}>
          {served === version
            ? t('clusters.details.versionRead', { version: served })
            : served}
        </li>
      ))}
    </ul>
  );
}
