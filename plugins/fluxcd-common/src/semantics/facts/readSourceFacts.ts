import type { Fact } from '../../schemas';
import { asList } from '../asList';
import { asRecord } from '../asRecord';
import { asText } from '../asText';
import { findCondition } from '../findCondition';
import type { ObjectView } from '../readObject';
import { toReference } from '../toReference';
import { factsAt } from './factsAt';
import { flagsAt } from './flagsAt';
import { toFact } from './toFact';
import { toReferencesFact } from './toReferencesFact';

const SOURCE_GROUP = 'source.toolkit.fluxcd.io';

/** What a source may look at, and which of it was asked for, by kind: fact name → path below `spec`. */
const FACTS: Record<string, Record<string, string>> = {
  GitRepository: {
    branch: 'ref.branch',
    tag: 'ref.tag',
    semver: 'ref.semver',
    refName: 'ref.name',
    commit: 'ref.commit',
  },
  OCIRepository: {
    tag: 'ref.tag',
    semver: 'ref.semver',
    semverFilter: 'ref.semverFilter',
    digest: 'ref.digest',
    layerMediaType: 'layerSelector.mediaType',
    layerOperation: 'layerSelector.operation',
  },
  HelmChart: {
    chart: 'chart',
    chartVersion: 'version',
    reconcileStrategy: 'reconcileStrategy',
  },
  Bucket: {
    bucketName: 'bucketName',
    prefix: 'prefix',
    region: 'region',
  },
};

/** What Flux takes where a spec names nothing. Source: documentation of source-controller. */
const DEFAULT_REF: Record<string, [name: string, value: string]> = {
  GitRepository: ['branch', 'master'],
  OCIRepository: ['tag', 'latest'],
};

/** Whether signatures are checked, by what, and with which result. */
function readVerification({ kind, spec, status }: ObjectView): Fact[] {
  const verify = asRecord(spec.verify);
  if (!Object.keys(verify).length) return [];
  const verified = findCondition(status, 'SourceVerified');
  return [
    kind === 'GitRepository'
      ? toFact('verify', asText(verify.mode) ?? 'HEAD')
      : toFact('verify', verify.provider),
    toFact('verified', verified?.status),
    factsAt(verify, { verifySecret: 'secretRef.name' }),
  ].flat();
}

/** What a source fetches, how it is verified, and which Secret it uses (its name only). */
export function readSourceFacts(view: ObjectView): Fact[] {
  const { kind, namespace, spec, status } = view;
  const [refName, refValue] = DEFAULT_REF[kind] ?? [];
  const hasRef = Object.values(asRecord(spec.ref)).some(asText);
  return [
    kind === 'HelmRepository'
      ? toFact('type', asText(spec.type) ?? 'default')
      : [],
    factsAt(spec, FACTS[kind] ?? {}),
    refName && !hasRef ? toFact(refName, refValue) : [],
    readVerification(view),
    toReferencesFact(
      'include',
      asList(spec.include).map(({ repository }) =>
        toReference(repository, {
          group: SOURCE_GROUP,
          kind: 'GitRepository',
          namespace,
        }),
      ),
    ),
    flagsAt(spec, {
      recurseSubmodules: 'recurseSubmodules',
      passCredentials: 'passCredentials',
      insecure: 'insecure',
    }),
    // Generic is to log in with what the Secret holds; for a Bucket it is a protocol.
    toFact(
      'provider',
      spec.provider === 'generic' && kind !== 'Bucket'
        ? undefined
        : spec.provider,
    ),
    factsAt(spec, {
      secret: 'secretRef.name',
      certSecret: 'certSecretRef.name',
      proxySecret: 'proxySecretRef.name',
      serviceAccountName: 'serviceAccountName',
      ignore: 'ignore',
    }),
    factsAt(status, { artifactSize: 'artifact.size' }),
  ].flat();
}
