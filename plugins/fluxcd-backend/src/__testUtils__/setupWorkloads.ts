import type { ActivityEntry, ActivityStore } from '../activity/ActivityStore';
import { WorkloadService } from '../workloads/WorkloadService';
import { aDeployment, aPod, aReplicaSet, setupShop, SHOP } from './shopObjects';

const LOG = {
  namespace: 'shop',
  pod: 'cart-1-a',
  tailLines: 1000,
  previous: false,
  follow: false,
};

/** The status of a pod whose container crashes again and again. */
export const crashed = {
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [
    {
      name: 'app',
      ready: false,
      restartCount: 4,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
      lastState: { terminated: { reason: 'Error' } },
    },
  ],
};

/** Pods and logs of what `shop` manages: by default the Deployment `cart` with one pod. */
export function setupWorkloads(
  ids = ['shop_cart_apps_Deployment'],
  spec: object = {},
) {
  const shop = setupShop(ids, spec);
  shop.api
    .add(aDeployment('cart'))
    .add(aReplicaSet('cart-1', 'cart'))
    .add(aPod('cart-1-a', { replicaSet: 'cart-1' }));
  const { inventories } = shop;
  const record: ActivityEntry[] = [];
  const activities: Pick<ActivityStore, 'record'> = {
    async record(entry, work) {
      record.push(entry);
      return work();
    },
  };
  const service = new WorkloadService({ inventories, activities });
  const read = async (
    query: Partial<typeof LOG> & { container?: string } = {},
  ) => {
    const { signal } = new AbortController();
    let text = '';
    const log = await service.logs(
      SHOP.id,
      { ...LOG, ...query },
      { signal, actor: 'user:default/ada' },
    );
    for await (const piece of log) text += piece;
    return text;
  };
  return { ...shop, service, read, record, activities };
}
