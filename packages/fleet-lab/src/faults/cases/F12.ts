import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';

/** The name of the API server resolves to nothing, to nobody knows, to somewhere else. */
export const F12: FaultCase = {
  id: 'F12',
  title: 'DNS: NXDOMAIN, SERVFAIL, rebinding',
  criterion:
    'Failures of the resolver pass with the failure; a name that resolves to a metadata address, alone or among others, is refused.',
  sabotages: [
    {
      title: 'what a name resolves to is not checked',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/security/AddressGuard.ts',
          find: 'found.forEach(({ address }) => this.check(address, hostname));',
          replace: '',
        },
      ],
    },
    {
      title: 'only the first address of a name is checked',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/security/AddressGuard.ts',
          find: 'found.forEach(({ address }) => this.check(address, hostname));',
          replace: 'this.check(found[0].address, hostname);',
        },
      ],
    },
  ],
  async run(run) {
    const host = `api-${run.seed}.lab.test`;
    const cluster = await run.cluster({ host });
    const { proxy, workload } = cluster;
    const answers: Array<[string | string[], string]> = [
      ['ENOTFOUND', 'dns'],
      ['EAI_AGAIN', 'dns'],
      [['169.254.169.254'], 'address-refused'],
      [['127.0.0.1', '169.254.169.254'], 'address-refused'],
    ];
    for (const [answer, reason] of answers) {
      run.replica.resolveNames({ [host]: answer });
      proxy.gate.resetAll();
      const dialled = proxy.gate.accepted.length;
      await workload.change(5);
      await run.until(
        `${answer} is ${reason}`,
        async () =>
          (await readConnection(run.replica.api, cluster)).reason === reason,
      );
      const more = proxy.gate.accepted.length - dialled;
      run.check(more === 0, `${more} connections while the name was ${answer}`);
      run.replica.resolveNames({ [host]: ['127.0.0.1'] });
      await run.settle(cluster);
    }
  },
};
