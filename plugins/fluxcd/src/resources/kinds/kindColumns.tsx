import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  Revision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import type { ReactNode } from 'react';
import { factLabel } from '../detail/factLabel';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { visibleText } from '../visibleText';
import { policyText } from './imageSentences';
import { followedReference } from './sourceSentences';
import { TwoLines } from './TwoLines';

/** A column that only one kind has. */
export interface KindColumn {
  id: string;
  label: string;
  /** In pixels. */
  minWidth: number;
  /** Nothing when nothing is known. */
  value: (resource: Resource) => ReactNode;
}

/**
 * The columns that say what matters of a kind; none for kinds that are not known here. Their least widths
 * add up to at most 390 pixels, which is what a screen of 1366 leaves beside the columns of all kinds.
 */
export function kindColumns(
  kind: string | undefined,
  t: FluxcdTranslate,
): KindColumn[] {
  const text = (name: string, minWidth: number) => ({
    id: name,
    label: factLabel(name, t),
    minWidth,
    value: (r: Resource) => {
      const value = r.facts?.[name];
      return value && <TwoLines first={value} />;
    },
  });
  const source = (label: string = t('resources.kind.column.source')) => ({
    id: 'source',
    label,
    minWidth: 130,
    value: (r: Resource) =>
      r.source && <TwoLines first={r.source.name} second={r.source.kind} />,
  });
  const revision = (label: string = t('resources.kind.column.revision')) => ({
    id: 'revision',
    label,
    minWidth: 140,
    value: (r: Resource) =>
      r.revision && <Revision revision={visibleText(r.revision)} />,
  });
  const url = {
    id: 'url',
    label: t('resources.kind.column.url'),
    minWidth: 140,
    value: (r: Resource) =>
      r.url && <TwoLines first={r.url.replace(/^https?:\/\//, '')} />,
  };
  const chart = {
    id: 'chart',
    label: factLabel('chart', t),
    minWidth: 120,
    value: (r: Resource) =>
      r.facts?.chart && (
        <TwoLines first={r.facts.chart} second={r.facts.chartVersion} />
      ),
  };
  const follows = {
    id: 'ref',
    label: t('resources.kind.column.ref'),
    minWidth: 100,
    value: (r: Resource) => {
      const followed = followedReference(r.facts ?? {});
      return (
        followed && (
          <TwoLines
            first={followed.value}
            second={factLabel(followed.name, t)}
          />
        )
      );
    },
  };
  const time = (
    name: string,
    at: (r: Resource) => string | undefined,
    never: string,
  ) => ({
    id: name,
    label: factLabel(name, t),
    minWidth: 100,
    value: (r: Resource) => {
      const value = at(r);
      return value ? <RelativeTime value={value} /> : never;
    },
  });

  switch (kind) {
    case 'Kustomization':
      return [source(), text('path', 110), revision()];
    case 'HelmRelease':
      return [
        chart,
        revision(t('resources.kind.column.version')),
        {
          id: 'targetNamespace',
          label: t('resources.kind.column.target'),
          minWidth: 120,
          value: r => (
            <TwoLines first={r.facts?.targetNamespace ?? r.namespace} />
          ),
        },
      ];
    case 'GitRepository':
    case 'OCIRepository':
      return [url, follows, revision()];
    case 'HelmRepository':
      return [url, text('type', 80)];
    case 'HelmChart':
      return [chart, source(), revision()];
    case 'Bucket':
      return [url, text('provider', 110), revision()];
    case 'ExternalArtifact':
      return [source(t('resources.kind.column.madeBy')), revision()];
    case 'ArtifactGenerator':
      return [text('sources', 150), text('artifacts', 150)];
    case 'ImageRepository':
      return [
        text('image', 190),
        text('tagCount', 70),
        time(
          'lastScanAt',
          r => r.lastReconciledAt,
          t('resources.kind.value.neverScanned'),
        ),
      ];
    case 'ImagePolicy':
      return [
        {
          ...text('latestImage', 190),
          value: r => {
            // The end says most: what comes before the name is the same for many.
            const [, home, image] =
              /^(?:(.*)\/)?([^/]*)$/.exec(
                r.facts?.latestImage?.replace(/@.*$/, '') ?? '',
              ) ?? [];
            return image ? (
              <TwoLines first={image} second={home} />
            ) : (
              t('resources.kind.value.noneChosen')
            );
          },
        },
        {
          id: 'policy',
          label: t('resources.kind.column.policy'),
          minWidth: 150,
          value: r => r.facts && <TwoLines first={policyText(r.facts, t)} />,
        },
      ];
    case 'ImageUpdateAutomation':
      return [
        { ...source(), minWidth: 100 },
        text('pushBranch', 90),
        time(
          'lastPushAt',
          r => r.facts?.lastPushAt,
          t('resources.kind.value.neverPushed'),
        ),
        time(
          'lastRunAt',
          r => r.lastReconciledAt,
          t('resources.kind.value.neverRan'),
        ),
      ];
    case 'Alert':
      return [
        text('alertProvider', 120),
        {
          ...text('eventSeverity', 110),
          value: r => {
            const severity = r.facts?.eventSeverity;
            return severity === 'info' || severity === 'error'
              ? t(`resources.kind.value.severity.${severity}`)
              : severity && visibleText(severity);
          },
        },
        text('eventSources', 200),
      ];
    case 'Provider':
      return [text('type', 110), text('channel', 130), text('host', 150)];
    case 'Receiver':
      return [text('type', 90), text('events', 110), text('triggers', 180)];
    case 'FluxInstance':
      return [
        text('distributionVersion', 90),
        text('componentCount', 100),
        {
          id: 'sync',
          label: t('resources.kind.column.sync'),
          minWidth: 130,
          value: r =>
            r.facts?.syncPath && (
              <TwoLines first={r.facts.syncPath} second={r.facts.syncKind} />
            ),
        },
      ];
    case 'FluxReport':
      return [
        text('distributionVersion', 90),
        {
          id: 'componentsReady',
          label: factLabel('componentsReady', t),
          minWidth: 130,
          value: r =>
            r.facts?.componentCount &&
            t('resources.kind.value.partOf', {
              part: r.facts.componentsReady ?? '0',
              total: r.facts.componentCount,
            }),
        },
        text('entitlement', 150),
      ];
    case 'ResourceSet':
      return [text('inputs', 100), text('objects', 90)];
    case 'ResourceSetInputProvider':
      return [
        text('type', 130),
        text('inputUrl', 140),
        text('exportedInputs', 110),
      ];
    default:
      return [];
  }
}
