import type {
  AzureConnection,
  AzureFilter,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** The lines of a filter, as entered. */
export interface FilterFields {
  names: string;
  resourceGroups: string;
  /** name=value. */
  tags: string;
}

/** What is entered in the form. */
export interface AzureFields {
  name: string;
  cloud: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  mode: 'all' | 'list';
  /** One per line. */
  subscriptions: string;
  include: FilterFields;
  exclude: FilterFields;
}

const NO_FILTER: FilterFields = { names: '', resourceGroups: '', tags: '' };

/** An empty form. */
export function emptyFields(cloud: string): AzureFields {
  return {
    name: '',
    cloud,
    tenantId: '',
    clientId: '',
    clientSecret: '',
    mode: 'all',
    subscriptions: '',
    include: NO_FILTER,
    exclude: NO_FILTER,
  };
}

function filterFields(filter: AzureFilter | undefined): FilterFields {
  if (!filter) return NO_FILTER;
  return {
    names: (filter.names ?? []).join('\n'),
    resourceGroups: (filter.resourceGroups ?? []).join('\n'),
    tags: Object.entries(filter.tags ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
  };
}

/** The fields as a connection has them now; its secret stays where it is. */
export function fieldsOf(connection: AzureConnection): AzureFields {
  const { subscriptions } = connection;
  return {
    name: connection.name,
    cloud: connection.cloud,
    tenantId: connection.tenantId ?? '',
    clientId: connection.clientId ?? '',
    clientSecret: '',
    mode: subscriptions === 'all' ? 'all' : 'list',
    subscriptions: subscriptions === 'all' ? '' : subscriptions.join('\n'),
    include: filterFields(connection.include),
    exclude: filterFields(connection.exclude),
  };
}
