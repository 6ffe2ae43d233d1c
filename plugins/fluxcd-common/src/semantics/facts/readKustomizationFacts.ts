import type { Fact } from '../../schemas';
import { asList } from '../asList';
import { asRecord } from '../asRecord';
import type { ObjectView } from '../readObject';
import { toReference } from '../toReference';
import { factsAt } from './factsAt';
import { flagsAt } from './flagsAt';
import { toFact } from './toFact';
import { toReferencesFact } from './toReferencesFact';

/** What a Kustomization applies and how. Of its substitutions only the number and where more come from. */
export function readKustomizationFacts({
  namespace,
  spec,
  status,
}: ObjectView): Fact[] {
  const postBuild = asRecord(spec.postBuild);
  const inNamespace = { group: '', namespace };
  const count = (value: unknown) => asList(value).length || undefined;
  return [
    ...factsAt(spec, {
      path: 'path',
      prune: 'prune',
      wait: 'wait',
      targetNamespace: 'targetNamespace',
      namePrefix: 'namePrefix',
      nameSuffix: 'nameSuffix',
      serviceAccountName: 'serviceAccountName',
      deletionPolicy: 'deletionPolicy',
      decryption: 'decryption.provider',
      decryptionSecret: 'decryption.secretRef.name',
    }),
    ...flagsAt(spec, { force: 'force' }),
    ...toReferencesFact(
      'healthChecks',
      asList(spec.healthChecks).map(check => toReference(check, inNamespace)),
    ),
    ...toFact('healthCheckExprs', count(spec.healthCheckExprs)),
    ...toFact('components', count(spec.components)),
    ...toFact('patches', count(spec.patches)),
    ...toFact(
      'substitutions',
      Object.keys(asRecord(postBuild.substitute)).length || undefined,
    ),
    ...toReferencesFact(
      'substituteFrom',
      asList(postBuild.substituteFrom).map(from =>
        toReference(from, inNamespace),
      ),
    ),
    ...factsAt(status, { originRevision: 'lastAppliedOriginRevision' }),
  ];
}
