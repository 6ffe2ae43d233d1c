import type { FluxResource } from './FluxResource';
import {
  condition,
  recently,
  someIdentity,
  someMetadata,
  someReadiness,
} from './parts';
import type { Random } from './Random';

const API_VERSION = 'source.toolkit.fluxcd.io/v1';

/** A GitRepository of about 2.6 kB. */
export function makeGitRepository(
  random: Random,
  index: number,
  resourceVersion: number,
): FluxResource {
  const identity = someIdentity(random, index);
  const { team, name, namespace } = identity;
  const readiness = someReadiness(random);
  const sha = random.hex(40);
  const revision = `main@sha1:${sha}`;
  const file = `gitrepository/${namespace}/${name}/${sha}.tar.gz`;
  const spec = {
    interval: '1m0s',
    ref: { branch: 'main' },
    secretRef: { name: 'git-auth' },
    timeout: '60s',
    url: `ssh://git@git.example.com/${team}/${name}.git`,
  };
  const status = {
    artifact: {
      digest: `sha256:${random.hex(64)}`,
      lastUpdateTime: recently(random, 48),
      path: file,
      revision,
      size: 48213,
      url: `http://source-controller.flux-system.svc.cluster.local./${file}`,
    },
    conditions: [] as FluxResource['status']['conditions'],
    observedGeneration: 0,
  };
  const metadata = someMetadata({
    random,
    apiVersion: API_VERSION,
    controller: 'source-controller',
    identity,
    resourceVersion,
    spec,
    status,
  });
  const { generation } = metadata;
  status.observedGeneration = generation;
  const says = {
    True: ['Succeeded', `stored artifact for revision '${revision}'`],
    False: [
      'GitOperationFailed',
      'failed to checkout and determine revision: unable to clone: timeout',
    ],
    Unknown: ['Progressing', 'building artifact: new upstream revision'],
  };
  const [reason, message] = says[readiness];
  const at = recently(random, 24);
  const add = (type: string, value: string, why: string, text: string) =>
    status.conditions.push(
      condition({
        type,
        status: value,
        reason: why,
        message: text,
        at,
        generation,
      }),
    );
  if (readiness === 'Unknown') add('Reconciling', 'True', reason, message);
  add('Ready', readiness, reason, message);
  add(
    'ArtifactInStorage',
    'True',
    'Succeeded',
    `stored artifact for revision '${revision}'`,
  );
  return {
    apiVersion: API_VERSION,
    kind: 'GitRepository',
    metadata,
    spec,
    status,
  };
}
