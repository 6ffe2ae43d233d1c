/** Why objects of this kind have no release to act on; undefined for a HelmRelease. */
export function refuseOtherThanReleases(object: {
  group: string;
  kind: string;
}): string | undefined {
  return object.group === 'helm.toolkit.fluxcd.io' &&
    object.kind === 'HelmRelease'
    ? undefined
    : `A ${object.kind} has no Helm releases: this works on a HelmRelease only`;
}
