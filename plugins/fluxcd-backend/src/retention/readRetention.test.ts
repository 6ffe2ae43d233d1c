import { ConfigReader } from '@backstage/config';
import { readRetention } from './readRetention';

const read = (retention?: object) =>
  readRetention(new ConfigReader({ fluxcd: { retention } } as any));

describe('readRetention', () => {
  it('keeps activities and history for 90 days and operations for 30 where nothing is set', () => {
    expect(read()).toEqual({
      activityDays: 90,
      operationDays: 30,
      historyDays: 90,
    });
  });

  it('takes what is set, up to both ends', () => {
    expect(
      read({ activityDays: 3650, operationDays: 1, historyDays: 7 }),
    ).toEqual({
      activityDays: 3650,
      operationDays: 1,
      historyDays: 7,
    });
  });

  it.each(['activityDays', 'operationDays', 'historyDays'])(
    'names %s and the rule that it breaks',
    key => {
      for (const days of [0, -1, 1.5, 3651]) {
        expect(() => read({ [key]: days })).toThrow(
          `fluxcd.retention.${key}: must be a whole number from 1 to 3650`,
        );
      }
      expect(() => read({ [key]: 'forever' })).toThrow(
        `fluxcd.retention.${key}`,
      );
    },
  );
});
