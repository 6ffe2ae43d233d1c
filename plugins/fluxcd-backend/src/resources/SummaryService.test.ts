import type { Summary } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FleetFollower } from '../fleet/index/FleetFollower';
import { SummaryService } from './SummaryService';

function setup() {
  const clock = { now: 0 };
  const summarize = jest.fn(async () => ({ at: 'now' } as Summary));
  const service = new SummaryService({
    fleet: {} as FleetFollower,
    summarize,
    now: () => clock.now,
  });
  return { clock, summarize, service };
}

describe('SummaryService', () => {
  it('counts once for all who ask at the same time', async () => {
    const { service, summarize, clock } = setup();
    await Promise.all([service.get(), service.get(), service.get()]);
    clock.now = 1_999;
    await service.get();
    expect(summarize).toHaveBeenCalledTimes(1);
  });

  it('counts anew when the answer has served long enough', async () => {
    const { service, summarize, clock } = setup();
    await service.get();
    clock.now = 2_000;
    await service.get();
    expect(summarize).toHaveBeenCalledTimes(2);
  });

  it('does not keep a failure', async () => {
    const { service, summarize } = setup();
    summarize.mockRejectedValueOnce(new Error('the database is away'));
    await expect(service.get()).rejects.toThrow('away');
    await expect(service.get()).resolves.toEqual({ at: 'now' });
  });

  it('keeps a newer answer when an older one fails late', async () => {
    const { service, summarize, clock } = setup();
    let fail = (_: Error) => {};
    summarize.mockReturnValueOnce(
      new Promise((_, reject) => {
        fail = reject;
      }),
    );
    const slow = service.get();
    clock.now = 2_000;
    await service.get();
    fail(new Error('the database was away'));
    await expect(slow).rejects.toThrow('away');
    await service.get();
    expect(summarize).toHaveBeenCalledTimes(2);
  });
});
