import { benchmarks } from './benchmarks';

jest.setTimeout(300_000);

// Figures of such small runs mean nothing: what counts is that both sides run and answer the same.
const describeWithDatabase = process.env
  .BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING
  ? describe
  : describe.skip;

describeWithDatabase('The bench runs, at its smallest size', () => {
  it.each(benchmarks.map(benchmark => [benchmark.id, benchmark] as const))(
    '%s',
    async (_, benchmark) => {
      const outcomes = await benchmark.run('smoke', () => {});
      expect(outcomes).not.toHaveLength(0);
      for (const outcome of outcomes) {
        expect(outcome.id.split('-')[0]).toBe(benchmark.id);
        expect(Number.isFinite(outcome.ours)).toBe(true);
        // Whoever reads the table must not be left without a reason.
        expect(outcome.met || Boolean(outcome.explanation)).toBe(true);
      }
    },
  );
});
