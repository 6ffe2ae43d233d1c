import type { ResourceTreeReader } from '../resources/ResourceTreeReader';
import type { WorkloadService } from '../workloads/WorkloadService';
import { createWorkloadHandlers } from './createWorkloadHandlers';

describe('the handler of logs', () => {
  it('asks no cluster for more logs than a user may have open', async () => {
    const logs = jest.fn();
    const { getPodLogs } = createWorkloadHandlers({
      trees: {} as ResourceTreeReader,
      workloads: { logs } as unknown as WorkloadService,
    });
    const open = () =>
      getPodLogs(
        { params: { resourceId: 'r1' } } as Parameters<typeof getPodLogs>[0],
        {
          actor: 'user:default/ada',
          signal: new AbortController().signal,
        } as Parameters<typeof getPodLogs>[1],
      );
    for (let i = 0; i < 10; i++) await open();
    await expect(open()).rejects.toMatchObject({ statusCode: 429 });
    expect(logs).toHaveBeenCalledTimes(10);
  });
});
