import { mockServices } from '@backstage/backend-test-utils';
import { scheduleCleaning } from './scheduleCleaning';

describe('scheduleCleaning', () => {
  it('has one replica clean once a day, and tells what went', async () => {
    const scheduler = mockServices.scheduler.mock();
    const logger = mockServices.logger.mock();
    const clean = jest
      .fn()
      .mockResolvedValueOnce({ activities: 3, operations: 1, history: 5 })
      .mockResolvedValueOnce({ activities: 0, operations: 0, history: 0 });
    await scheduleCleaning({ scheduler, logger, cleaner: { clean } as any });
    const [task] = scheduler.scheduleTask.mock.calls[0];
    expect(task).toMatchObject({ scope: 'global', frequency: { hours: 24 } });

    const { signal } = new AbortController();
    await task.fn(signal);
    await task.fn(signal);
    expect(clean).toHaveBeenCalledWith(expect.any(Date), signal);
    expect(logger.info.mock.calls).toEqual([
      [
        expect.stringContaining(
          '3 activities, 1 operations and 5 records of the history',
        ),
      ],
    ]);
  });
});
