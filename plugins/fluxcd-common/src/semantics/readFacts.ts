import type { Fact } from '../schemas';
import { asRecord } from './asRecord';
import { factsAt } from './facts/factsAt';
import { readArtifactGeneratorFacts } from './facts/readArtifactGeneratorFacts';
import { readHelmReleaseFacts } from './facts/readHelmReleaseFacts';
import { readImageFacts } from './facts/readImageFacts';
import { readKustomizationFacts } from './facts/readKustomizationFacts';
import { readNotificationFacts } from './facts/readNotificationFacts';
import { readOperatorFacts } from './facts/readOperatorFacts';
import { readSourceFacts } from './facts/readSourceFacts';
import type { FluxObject } from './FluxObject';
import { type ObjectView, readObject } from './readObject';

const READERS: Record<string, (view: ObjectView) => Fact[]> = {
  Kustomization: readKustomizationFacts,
  HelmRelease: readHelmReleaseFacts,
  GitRepository: readSourceFacts,
  OCIRepository: readSourceFacts,
  HelmRepository: readSourceFacts,
  HelmChart: readSourceFacts,
  Bucket: readSourceFacts,
  ExternalArtifact: readSourceFacts,
  ArtifactGenerator: readArtifactGeneratorFacts,
  ImageRepository: readImageFacts,
  ImagePolicy: readImageFacts,
  ImageUpdateAutomation: readImageFacts,
  Alert: readNotificationFacts,
  Provider: readNotificationFacts,
  Receiver: readNotificationFacts,
  FluxInstance: readOperatorFacts,
  FluxReport: readOperatorFacts,
  ResourceSet: readOperatorFacts,
  ResourceSetInputProvider: readOperatorFacts,
};

/**
 * What is worth knowing of an object beyond its status: names that the UI translates, values as Flux
 * writes them, most important first. Nothing secret: the readers name what may be shown, not what may not.
 * Helm values, substitutions, inputs, addresses and webhook paths stay behind; of Secrets only names go out.
 * `remoteCluster` says that the object applies to another cluster (`spec.kubeConfig`).
 * @public
 */
export function readFacts(object: FluxObject): Fact[] {
  const view = readObject(object);
  const { kind, spec } = view;
  const facts = Object.hasOwn(READERS, kind) ? READERS[kind](view) : [];
  facts.push(
    ...factsAt(spec, {
      interval: 'interval',
      retryInterval: 'retryInterval',
      timeout: 'timeout',
    }),
  );
  if (Object.keys(asRecord(spec.kubeConfig)).length > 0) {
    facts.push({ name: 'remoteCluster', value: 'true' });
  }
  return facts;
}
