import type { Fact } from '../../schemas';
import { asRecord } from '../asRecord';
import { asText } from '../asText';
import { asTime } from '../asTime';
import type { ObjectView } from '../readObject';
import { toReference } from '../toReference';
import { factsAt } from './factsAt';
import { flagsAt } from './flagsAt';
import { toFact } from './toFact';
import { toReferencesFact } from './toReferencesFact';

/** `name:tag@digest` as far as it is known. */
function toImage(value: unknown): string | undefined {
  const ref = asRecord(value);
  const name = asText(ref.name);
  const tag = asText(ref.tag);
  const digest = asText(ref.digest);
  if (!name) return undefined;
  return `${name}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

function readRepository({ spec, status }: ObjectView): Fact[] {
  const scan = asRecord(status.lastScanResult);
  const tags = Array.isArray(scan.latestTags) ? scan.latestTags : [];
  return [
    ...factsAt(spec, { image: 'image' }),
    ...toFact('tagCount', scan.tagCount),
    ...toFact('lastScanAt', asTime(scan.scanTime)),
    ...toFact(
      'latestTags',
      tags
        .slice(0, 10)
        .filter(tag => typeof tag === 'string')
        .join(', '),
    ),
    ...toFact(
      'provider',
      spec.provider === 'generic' ? undefined : spec.provider,
    ),
    ...factsAt(spec, {
      secret: 'secretRef.name',
      certSecret: 'certSecretRef.name',
      serviceAccountName: 'serviceAccountName',
    }),
    ...flagsAt(spec, { insecure: 'insecure' }),
  ];
}

function readPolicy({ spec, status }: ObjectView): Fact[] {
  return [
    ...toFact('latestImage', toImage(status.latestRef)),
    ...factsAt(spec, {
      semver: 'policy.semver.range',
      alphabetical: 'policy.alphabetical.order',
      numerical: 'policy.numerical.order',
      tagPattern: 'filterTags.pattern',
      tagExtract: 'filterTags.extract',
    }),
    ...toFact(
      'digestReflection',
      spec.digestReflectionPolicy === 'Never'
        ? undefined
        : spec.digestReflectionPolicy,
    ),
    ...toFact('previousImage', toImage(status.observedPreviousRef)),
  ];
}

function readAutomation({ namespace, spec, status }: ObjectView): Fact[] {
  const git = asRecord(spec.git);
  const checkout = asRecord(asRecord(git.checkout).ref);
  const branch = asText(checkout.branch);
  return [
    ...toFact('branch', branch),
    // Without a branch of its own it pushes to the one that it checked out.
    ...toFact('pushBranch', asText(asRecord(git.push).branch) ?? branch),
    ...factsAt(git, { pushRefspec: 'push.refspec' }),
    ...factsAt(spec, { path: 'update.path' }),
    ...factsAt(status, { lastPushCommit: 'lastPushCommit' }),
    ...toFact('lastPushAt', asTime(status.lastPushTime)),
    ...toFact('lastRunAt', asTime(status.lastAutomationRunTime)),
    ...toReferencesFact(
      'observedPolicies',
      Object.keys(asRecord(status.observedPolicies)).map(name =>
        toReference(
          { name },
          { group: 'image.toolkit.fluxcd.io', kind: 'ImagePolicy', namespace },
        ),
      ),
    ),
    ...factsAt(git, { signingSecret: 'commit.signingKey.secretRef.name' }),
  ];
}

/** What is scanned, chosen and written by the kinds of image automation. */
export function readImageFacts(view: ObjectView): Fact[] {
  switch (view.kind) {
    case 'ImageRepository':
      return readRepository(view);
    case 'ImagePolicy':
      return readPolicy(view);
    default:
      return readAutomation(view);
  }
}
