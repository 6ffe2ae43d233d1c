import type { Fact } from '../../schemas';
import { asInteger } from '../asInteger';
import { asList } from '../asList';
import { asRecord } from '../asRecord';
import { asText } from '../asText';
import type { ObjectView } from '../readObject';
import { stripUrl } from '../stripUrl';
import { toReference } from '../toReference';
import { factsAt } from './factsAt';
import { flagsAt } from './flagsAt';
import { toFact } from './toFact';
import { toReferencesFact } from './toReferencesFact';

const KUSTOMIZE_GROUP = 'kustomize.toolkit.fluxcd.io';

function countOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function readInstance({ namespace, spec, status }: ObjectView): Fact[] {
  const sync = asRecord(spec.sync);
  const components = asList(status.components)
    .map(({ name }) => asText(name))
    .filter(Boolean);
  return [
    ...factsAt(spec, {
      distributionVersion: 'distribution.version',
      registry: 'distribution.registry',
    }),
    ...toFact('componentCount', components.length || undefined),
    ...toFact('componentNames', components.join(', ')),
    ...factsAt(spec, {
      clusterType: 'cluster.type',
      clusterSize: 'cluster.size',
      networkPolicy: 'cluster.networkPolicy',
    }),
    ...flagsAt(spec, { multitenant: 'cluster.multitenant' }),
    ...factsAt(sync, { syncKind: 'kind', syncRef: 'ref', syncPath: 'path' }),
    ...toFact('syncUrl', stripUrl(asText(sync.url))),
    // The operator names what it makes of the sync after the namespace, unless told otherwise.
    ...toReferencesFact('syncs', [
      Object.keys(sync).length
        ? toReference(
            { name: asText(sync.name) ?? namespace },
            { group: KUSTOMIZE_GROUP, kind: 'Kustomization', namespace },
          )
        : undefined,
    ]),
    ...factsAt(sync, { secret: 'pullSecret' }),
  ];
}

function readReport({ spec }: ObjectView): Fact[] {
  const components = asList(spec.components);
  const total = (name: string) =>
    asList(spec.reconcilers).reduce(
      (sum, { stats }) => sum + (asInteger(asRecord(stats)[name]) ?? 0),
      0,
    );
  const hasReconcilers = asList(spec.reconcilers).length > 0;
  return [
    ...factsAt(spec, {
      distributionVersion: 'distribution.version',
      distributionStatus: 'distribution.status',
      entitlement: 'distribution.entitlement',
      managedBy: 'distribution.managedBy',
    }),
    ...(components.length
      ? [
          ...toFact(
            'componentsReady',
            components.filter(({ ready }) => ready === true).length,
          ),
          ...toFact('componentCount', components.length),
        ]
      : []),
    ...(hasReconcilers
      ? ['running', 'failing', 'suspended'].flatMap(name =>
          toFact(name, total(name)),
        )
      : []),
    ...factsAt(spec, {
      operatorVersion: 'operator.version',
      kubernetesVersion: 'cluster.serverVersion',
      nodes: 'cluster.nodes',
      syncPath: 'sync.path',
    }),
  ];
}

function readResourceSet({ group, namespace, spec, status }: ObjectView) {
  const history = asRecord(asList(status.history)[0]?.metadata);
  return [
    // How many there are in all is written down with each run; a spec tells only of its own.
    ...toFact('inputs', asText(history.inputs) ?? countOf(spec.inputs)),
    ...toFact('objects', countOf(asRecord(status.inventory).entries)),
    ...toReferencesFact(
      'inputsFrom',
      asList(spec.inputsFrom).map(from =>
        toReference(from, {
          group,
          kind: 'ResourceSetInputProvider',
          namespace,
        }),
      ),
    ),
    ...factsAt(spec, {
      wait: 'wait',
      serviceAccountName: 'serviceAccountName',
    }),
  ];
}

function readInputProvider({ spec, status }: ObjectView): Fact[] {
  return [
    ...factsAt(spec, { type: 'type' }),
    ...toFact('inputUrl', stripUrl(asText(spec.url))),
    // The inputs themselves may be anything, secrets included.
    ...toFact('exportedInputs', countOf(status.exportedInputs)),
    ...factsAt(spec, {
      includeBranch: 'filter.includeBranch',
      excludeBranch: 'filter.excludeBranch',
      semver: 'filter.semver',
      limit: 'filter.limit',
      secret: 'secretRef.name',
      certSecret: 'certSecretRef.name',
      serviceAccountName: 'serviceAccountName',
    }),
  ];
}

/** What the kinds of flux-operator install, report and make. */
export function readOperatorFacts(view: ObjectView): Fact[] {
  switch (view.kind) {
    case 'FluxInstance':
      return readInstance(view);
    case 'FluxReport':
      return readReport(view);
    case 'ResourceSet':
      return readResourceSet(view);
    default:
      return readInputProvider(view);
  }
}
