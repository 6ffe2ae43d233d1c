const PATTERN =
  /^\/subscriptions\/([0-9a-f-]{36})\/resourcegroups\/([^/]{1,90})\/providers\/microsoft\.containerservice\/managedclusters\/([^/]{1,63})$/i;

/**
 * The parts of the resource id of an AKS cluster, in the case they came in; Azure writes `resourcegroups` and
 * `resourceGroups`. Undefined when it is no such id.
 */
export function parseArmId(
  id: string,
): { subscriptionId: string; resourceGroup: string; name: string } | undefined {
  const match = PATTERN.exec(id);
  return match
    ? {
        subscriptionId: match[1].toLowerCase(),
        resourceGroup: match[2],
        name: match[3],
      }
    : undefined;
}
