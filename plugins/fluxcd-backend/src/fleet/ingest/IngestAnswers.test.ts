import type { ResourceRow } from '../../database/ResourceRow';
import { IngestAnswers } from './IngestAnswers';
import type { IngestAnswer } from './IngestMessage';

const change = { item: { id: 'r1' } as ResourceRow, deleted: false };
const quiet = (resourceVersion: string) => ({
  events: 1,
  changes: [],
  resourceVersion,
});

describe('IngestAnswers', () => {
  const posted: IngestAnswer[] = [];
  let answers: IngestAnswers;

  beforeEach(() => {
    jest.useFakeTimers();
    posted.splice(0);
    answers = new IngestAnswers({ post: answer => posted.push(answer) });
  });
  afterEach(() => jest.useRealTimers());

  it('tells versions that nothing came with once a second, of each reader the last one', () => {
    for (const version of ['11', '12']) {
      answers.add(1, quiet(version));
      answers.add(2, quiet(version));
      answers.tell();
    }
    expect(posted).toEqual([]);
    jest.advanceTimersByTime(1000);
    const batch = { events: 2, changes: [], resourceVersion: '12' };
    expect(posted.map(({ batches }) => batches)).toEqual([
      [
        { reader: 1, batch },
        { reader: 2, batch },
      ],
    ]);
    jest.advanceTimersByTime(5000);
    expect(posted).toHaveLength(1);
  });

  it('tells changes and ends at once, with what was quiet before them', () => {
    answers.add(1, quiet('11'));
    answers.add(1, { events: 1, changes: [change], resourceVersion: '12' });
    answers.add(2, { events: 0, changes: [], end: { type: 'expired' } });
    answers.tell();
    expect(posted).toEqual([
      {
        taken: 0,
        batches: [
          {
            reader: 1,
            batch: { events: 2, changes: [change], resourceVersion: '12' },
          },
          {
            reader: 2,
            batch: { events: 0, changes: [], end: { type: 'expired' } },
          },
        ],
      },
    ]);
    jest.advanceTimersByTime(5000);
    expect(posted).toHaveLength(1);
  });

  it('says what was read with the next answer, or by the megabyte', () => {
    answers.take(600_000);
    answers.tell();
    expect(posted).toEqual([]);
    answers.take(600_000);
    answers.tell();
    expect(posted).toEqual([{ taken: 1_200_000, batches: [] }]);
  });

  it('answers a call after everything of its reader', () => {
    answers.take(5);
    answers.add(1, quiet('11'));
    answers.add(2, quiet('21'));
    answers.answer(1, { call: 7 });
    expect(posted).toEqual([
      { taken: 5, batches: [{ reader: 1, batch: quiet('11') }], call: 7 },
    ]);
  });

  it('never tells a version of a watch that a list came after', () => {
    answers.add(1, quiet('11'));
    answers.forget(1);
    jest.advanceTimersByTime(5000);
    expect(posted).toEqual([]);
  });
});
