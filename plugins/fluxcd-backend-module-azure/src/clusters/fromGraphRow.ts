import type { ManagedClusterFacts } from './ManagedClusterFacts';

/**
 * A row of Resource Graph holds a resource as Resource Manager stores it, with names that the SDK spells otherwise
 * (`privateFQDN`) and all but a few below `properties`. Undefined when it has no id.
 */
export function fromGraphRow(row: unknown): ManagedClusterFacts | undefined {
  const raw = mapping(row);
  const id = text(raw.id);
  if (!id) return undefined;
  const properties = mapping(raw.properties);
  const entra = mapping(properties.aadProfile);
  const access = mapping(properties.apiServerAccessProfile);
  return {
    id,
    name: text(raw.name),
    location: text(raw.location) ?? '',
    // Read with care later on, like those of any listing.
    tags: mapping(raw.tags) as Record<string, string>,
    eTag: text(raw.etag) ?? text(properties.eTag),
    resourceUID: text(properties.resourceUID),
    kubernetesVersion: text(properties.kubernetesVersion),
    currentKubernetesVersion: text(properties.currentKubernetesVersion),
    agentPoolProfiles: list(properties.agentPoolProfiles).map(pool => ({
      name: text(mapping(pool).name) ?? '',
      count: count(mapping(pool).count),
    })),
    powerState: { code: text(mapping(properties.powerState).code) },
    provisioningState: text(properties.provisioningState),
    aadProfile: isMapping(properties.aadProfile)
      ? {
          managed: entra.managed === true,
          serverAppID: text(entra.serverAppID),
          tenantID: text(entra.tenantID),
        }
      : undefined,
    disableLocalAccounts: properties.disableLocalAccounts === true,
    apiServerAccessProfile: {
      enablePrivateCluster: access.enablePrivateCluster === true,
      enablePrivateClusterPublicFqdn:
        access.enablePrivateClusterPublicFQDN === true,
    },
    fqdn: text(properties.fqdn),
    privateFqdn: text(properties.privateFQDN),
  };
}

function mapping(value: unknown): Record<string, unknown> {
  return isMapping(value) ? value : {};
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
