import type { Fact } from '../../schemas';
import { asList } from '../asList';
import { asText } from '../asText';
import type { ObjectView } from '../readObject';
import { toReference } from '../toReference';
import { factsAt } from './factsAt';
import { toFact } from './toFact';
import { toReferencesFact } from './toReferencesFact';
import { toSelector } from './toSelector';

/** Types whose channel is a room, a topic or the like. Of others it may be a key: PagerDuty's integration key is one. */
const SPEAKING_CHANNELS = [
  'slack',
  'discord',
  'rocket',
  'telegram',
  'matrix',
  'webex',
  'zulip',
  'sentry',
  'googlepubsub',
  'nats',
];

/** The host of an address: the rest of a webhook's URL is what keeps strangers out. */
function readHost(address: string | undefined): string | undefined {
  if (!address || !URL.canParse(address)) return undefined;
  const { protocol, host } = new URL(address);
  return ['http:', 'https:', 'ssh:', 'nats:'].includes(protocol)
    ? host
    : undefined;
}

function readAlert({ group, namespace, spec }: ObjectView): Fact[] {
  return [
    ...toReferencesFact('alertProvider', [
      toReference(spec.providerRef, { group, kind: 'Provider', namespace }),
    ]),
    // Flux sends everything unless told otherwise.
    ...toFact('eventSeverity', asText(spec.eventSeverity) ?? 'info'),
    ...toReferencesFact(
      'eventSources',
      asList(spec.eventSources).map(from => toSelector(from, namespace)),
    ),
    ...toFact('inclusions', countOf(spec.inclusionList)),
    ...toFact('exclusions', countOf(spec.exclusionList)),
  ];
}

function countOf(value: unknown): number | undefined {
  return Array.isArray(value) && value.length ? value.length : undefined;
}

function readProvider({ spec }: ObjectView): Fact[] {
  const type = asText(spec.type);
  return [
    ...toFact('type', type),
    ...toFact(
      'channel',
      type && SPEAKING_CHANNELS.includes(type)
        ? asText(spec.channel)
        : undefined,
    ),
    ...toFact('host', readHost(asText(spec.address))),
    ...factsAt(spec, {
      secret: 'secretRef.name',
      certSecret: 'certSecretRef.name',
      proxySecret: 'proxySecretRef.name',
      serviceAccountName: 'serviceAccountName',
    }),
  ];
}

function readReceiver({ namespace, spec, status }: ObjectView): Fact[] {
  const events = Array.isArray(spec.events) ? spec.events : [];
  return [
    ...factsAt(spec, { type: 'type' }),
    ...toFact(
      'events',
      events.filter(event => typeof event === 'string').join(', '),
    ),
    ...toReferencesFact(
      'triggers',
      asList(spec.resources).map(target => toSelector(target, namespace)),
    ),
    // The path is derived from the token and opens the door: that there is one must do.
    ...toFact('webhook', asText(status.webhookPath) !== undefined),
    ...factsAt(spec, { secret: 'secretRef.name' }),
  ];
}

/** Who is told what, and who may call. Addresses, webhook paths and metadata of events stay behind. */
export function readNotificationFacts(view: ObjectView): Fact[] {
  switch (view.kind) {
    case 'Alert':
      return readAlert(view);
    case 'Provider':
      return readProvider(view);
    default:
      return readReceiver(view);
  }
}
