/** Faults of the table that are not of the data plane, or are tested elsewhere: the suite claims nothing of them. */
export const NOT_RUN: ReadonlyArray<{
  id: string;
  title: string;
  skipped: string;
}> = [
  {
    id: 'F30',
    title: 'Azure: 429, partial outage, token endpoint down',
    skipped:
      'no part of the data plane: tested in `faults.test.ts` and `wrongAnswers.test.ts` of `plugins/fluxcd-backend-module-azure` against the emulated Azure',
  },
  {
    id: 'F31',
    title: 'Azure: secret expired, wrong tenant, revoked, consent missing',
    skipped:
      'no part of the data plane: tested in `faults.test.ts` and `problems/toAzureProblem.azure.test.ts` of `plugins/fluxcd-backend-module-azure` against the emulated Azure; nothing tests a missing consent',
  },
  {
    id: 'F33',
    title: 'Browser: reconnect, sleep, ten thousand tabs',
    skipped:
      'there is no stream of our own to a browser: pages poll, and signals are those of Backstage',
  },
  {
    id: 'F35',
    title: 'Endless log, binary log, slow reader',
    skipped:
      'a log is no part of the read model: its limits are tested in `workloads/WorkloadService.logs.test.ts`, an endless one and a reader who does not read in `http/streams.test.ts` of the backend; nothing tests a binary one',
  },
];
