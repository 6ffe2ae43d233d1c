import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { RecordCleaner } from './RecordCleaner';

/** Has the record cleaned soon after start and then once a day, by one replica at a time. */
export async function scheduleCleaning(options: {
  scheduler: SchedulerService;
  cleaner: RecordCleaner;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, cleaner, logger } = options;
  await scheduler.scheduleTask({
    id: 'fluxcd-retention',
    scope: 'global',
    frequency: { hours: 24 },
    initialDelay: { minutes: 2 },
    timeout: { minutes: 30 },
    fn: async signal => {
      const { activities, operations, history } = await cleaner.clean(
        new Date(),
        signal,
      );
      if (activities + operations + history > 0) {
        logger.info(
          `Deleted what is older than it is kept: ${activities} activities, ${operations} operations and ${history} records of the history`,
        );
      }
    },
  });
}
