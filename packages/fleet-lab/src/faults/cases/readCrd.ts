import type { KubeObject, SimCluster } from '@internal/kube-sim';
import { Agent, request } from 'undici';

/** The definition of a kind, such as `buckets.source.toolkit.fluxcd.io`, to be changed or installed again. */
export async function readCrd(
  sim: SimCluster,
  name: string,
): Promise<KubeObject> {
  const agent = new Agent({ connect: { ca: sim.caPem } });
  const { body } = await request(
    `${sim.server}/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`,
    {
      dispatcher: agent,
      headers: { authorization: `Bearer ${sim.tokens.admin}` },
    },
  );
  const { apiVersion, kind, metadata, spec } = (await body.json()) as any;
  await agent.destroy();
  const { labels } = metadata;
  return { apiVersion, kind, metadata: { name, labels }, spec };
}
