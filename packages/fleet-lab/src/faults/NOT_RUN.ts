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
      'tested in `plugins/fluxcd-backend-module-azure` against the emulated Azure, not by this suite',
  },
  {
    id: 'F31',
    title: 'Azure: secret expired, wrong tenant, revoked, consent missing',
    skipped:
      'tested in `plugins/fluxcd-backend-module-azure` against the emulated Azure, not by this suite',
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
      'tested in `workloads/WorkloadService.logs.test.ts` and `http/streams.test.ts` of the backend, not by this suite',
  },
];
