import {
  computeStatus,
  FLUX_KINDS,
  type FluxObject,
  readRevision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { SimCluster } from '@internal/kube-sim';
import { Agent, request } from 'undici';
import type { Row } from './Row';

/** What a simulated cluster holds, read from itself and not through what stands before it. */
export async function readTruth(sim: SimCluster): Promise<Row[]> {
  const agent = new Agent({ connect: { ca: sim.caPem } });
  const read = async (path: string) => {
    const { statusCode, body } = await request(`${sim.server}${path}`, {
      dispatcher: agent,
      headers: { authorization: `Bearer ${sim.tokens.admin}` },
    });
    const answer = (await body.json()) as any;
    if (statusCode !== 200) {
      throw new Error(`The simulated cluster answered ${statusCode}: ${path}`);
    }
    return answer;
  };
  try {
    const { groups } = await read('/apis');
    const rows: Row[] = [];
    for (const kind of FLUX_KINDS) {
      const group = groups.find((g: any) => g.name === kind.group);
      for (const { groupVersion } of group?.versions ?? []) {
        const { resources } = await read(`/apis/${groupVersion}`);
        if (!resources.some((r: any) => r.name === kind.plural)) continue;
        const { items } = await read(`/apis/${groupVersion}/${kind.plural}`);
        rows.push(
          ...items.map((item: FluxObject) =>
            toRow(kind, { ...item, apiVersion: groupVersion, kind: kind.kind }),
          ),
        );
        break;
      }
    }
    return rows;
  } finally {
    await agent.destroy();
  }
}

function toRow(
  { group, kind }: { group: string; kind: string },
  object: FluxObject,
): Row {
  const { namespace = '', name, uid = '' } = object.metadata;
  const { status, suspended } = computeStatus(object);
  return {
    key: [group, kind, namespace, name].join('/'),
    uid,
    status,
    suspended,
    revision: readRevision(object).revision ?? '',
  };
}
