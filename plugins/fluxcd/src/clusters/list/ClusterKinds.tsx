import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link, Text } from '@backstage/ui';
import {
  FLUX_KINDS,
  type ClusterKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  KindIcon,
  RelativeTime,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  RiErrorWarningFill,
  RiEyeLine,
  RiForbidLine,
  RiHourglassLine,
} from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { useResourcesLink } from '../useResourcesLink';
import { KindVersions } from './KindVersions';
import styles from './ClusterDetails.module.css';

const ICONS = {
  pending: RiHourglassLine,
  watching: RiEyeLine,
  forbidden: RiForbidLine,
  failed: RiErrorWarningFill,
};

/** The place among the kinds that we know, most important first. */
function importance({ group, kind }: ClusterKind): number {
  return FLUX_KINDS.findIndex(k => k.group === group && k.kind === kind);
}

/** How each Flux kind of a cluster is read. Kinds that are not installed are no news: one line for all. */
export function ClusterKinds(props: {
  clusterId: string;
  kinds: ClusterKind[];
  /** Without auto-sync, and while the cluster is stopped, a kind is not watched: it was read once. */
  watched: boolean;
}) {
  const { clusterId, kinds, watched } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const link = useResourcesLink();
  const absent = kinds.filter(k => k.state === 'absent');
  const served = kinds
    .filter(k => k.state !== 'absent')
    .sort((a, b) => importance(a) - importance(b));
  return (
    <>
      {served.length > 0 && (
        <div
          className={styles.tableFrame}
          role="region"
          // A wide table scrolls by itself; the keyboard must reach it for that.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label={t('clusters.details.kinds')}
        >
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('clusters.details.column.kind')}</th>
                <th scope="col">{t('clusters.details.column.state')}</th>
                <th scope="col">{t('clusters.details.column.count')}</th>
                <th scope="col">{t('clusters.details.column.version')}</th>
                <th scope="col">{t('clusters.details.column.synced')}</th>
              </tr>
            </thead>
            <tbody>
              {served.map(k => (
                <tr key={`${k.group}/${k.kind}`}>
                  <th scope="row">
                    <span className={styles.kind} title={k.group}>
                      <KindIcon group={k.group} kind={k.kind} />
                      {k.kind}
                    </span>
                  </th>
                  <td>
                    <KindState kind={k} watched={watched} />
                    {k.message && (
                      <span className={styles.message}>{k.message}</span>
                    )}
                  </td>
                  <td className={styles.number}>
                    {k.count > 0 ? (
                      <Link href={link({ cluster: clusterId, kind: k.kind })}>
                        {String(k.count)}
                      </Link>
                    ) : (
                      k.count
                    )}
                  </td>
                  <td>
                    <KindVersions kind={k} />
                  </td>
                  <td>{k.syncedAt && <RelativeTime value={k.syncedAt} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {absent.length > 0 && (
        <Text color="secondary" variant="body-small">
          {t('clusters.details.absent', {
            kinds: absent.map(k => k.kind).join(', '),
          })}
        </Text>
      )}
    </>
  );
}

function KindState(props: { kind: ClusterKind; watched: boolean }) {
  const { state } = props.kind;
  const word = state === 'watching' && !props.watched ? 'read' : state;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const Icon = ICONS[state as keyof typeof ICONS];
  return (
    <span className={styles.state} data-state={state}>
      <Icon className={styles.icon} size={16} aria-hidden />
      {t(`clusters.details.state.${word}`)}
    </span>
  );
}
