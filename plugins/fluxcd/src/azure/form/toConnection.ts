import type {
  AzureFilter,
  CreateAzureConnection,
  UpdateAzureConnection,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AzureFields, FilterFields } from './AzureFields';
import { linesOf } from './linesOf';

function toFilter(fields: FilterFields): AzureFilter | undefined {
  const names = linesOf(fields.names);
  const resourceGroups = linesOf(fields.resourceGroups);
  const tags = linesOf(fields.tags).map((line): [string, string] => {
    const at = line.indexOf('=');
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  const filter = {
    ...(names.length && { names }),
    ...(resourceGroups.length && { resourceGroups }),
    ...(tags.length && { tags: Object.fromEntries(tags) }),
  };
  return Object.keys(filter).length ? filter : undefined;
}

/** What the form says, as the API takes it. */
export function toConnection(fields: AzureFields): CreateAzureConnection {
  const include = toFilter(fields.include);
  const exclude = toFilter(fields.exclude);
  return {
    name: fields.name.trim(),
    cloud: fields.cloud,
    tenantId: fields.tenantId.trim(),
    clientId: fields.clientId.trim(),
    // Pasted with the line's end, more often than not.
    clientSecret: fields.clientSecret.trim(),
    subscriptions:
      fields.mode === 'all' ? 'all' : linesOf(fields.subscriptions),
    ...(include && { include }),
    ...(exclude && { exclude }),
  };
}

/** Only what differs from `before`: whoever edits a name must not undo what another one does to the filters meanwhile. */
export function toChange(
  before: AzureFields,
  after: AzureFields,
): UpdateAzureConnection {
  const was = toConnection(before);
  const is = toConnection(after);
  const differs = (key: keyof CreateAzureConnection) =>
    JSON.stringify(was[key]) !== JSON.stringify(is[key]);
  return {
    ...(differs('name') && { name: is.name }),
    ...(differs('tenantId') && { tenantId: is.tenantId }),
    ...(differs('clientId') && { clientId: is.clientId }),
    ...(is.clientSecret && { clientSecret: is.clientSecret }),
    ...(differs('subscriptions') && { subscriptions: is.subscriptions }),
    ...(differs('include') && { include: is.include ?? null }),
    ...(differs('exclude') && { exclude: is.exclude ?? null }),
  };
}
