import type { FluxResource } from './FluxResource';
import { makeGitRepository } from './makeGitRepository';
import { makeHelmRelease } from './makeHelmRelease';
import { makeKustomization } from './makeKustomization';
import type { Random } from './Random';

/** Of four objects two are Kustomizations, one is a HelmRelease and one a source: 5.2 kB on average. */
export function makeMixed(
  random: Random,
  index: number,
  resourceVersion: number,
): FluxResource {
  const make = [
    makeKustomization,
    makeKustomization,
    makeHelmRelease,
    makeGitRepository,
  ][index % 4];
  return make(random, index, resourceVersion);
}
