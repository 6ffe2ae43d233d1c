import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';
import { createCa } from '../proxy/createCa';

/** The server shows certificates that are not to be trusted. */
export const F11: FaultCase = {
  id: 'F11',
  title: 'Certificates: expired, of another name, of another authority',
  criterion:
    'Each is `tls`, and not one request is sent over such a connection; a rotated authority is accepted as soon as the credentials name it.',
  sabotages: [
    {
      title: 'certificates are not verified',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/createDial.ts',
          find: 'rejectUnauthorized: true',
          replace: 'rejectUnauthorized: false',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    const { api } = run.replica;
    const rotated = await createCa();
    const bad = {
      expired: await proxy.ca.issue({ expired: true }),
      'other name': await proxy.ca.issue({ names: ['other.example.com'] }),
      'other authority': await rotated.issue(),
    };
    const good = await proxy.ca.issue();
    for (const [title, certificate] of Object.entries(bad)) {
      proxy.present(certificate);
      proxy.gate.resetAll();
      await run.sleep(100);
      proxy.takeRequests();
      await workload.change(5);
      await run.until(
        `${title} is known`,
        async () => (await readConnection(api, cluster)).reason === 'tls',
      );
      await run.sleep(1_000);
      const sent = proxy.takeRequests().length;
      run.check(sent === 0, `${sent} requests with a certificate: ${title}`);
      if (title === 'other authority') break;
      proxy.present(good);
      await run.settle(cluster);
    }
    await api.replaceCredentials({
      params: { clusterId: cluster.id },
      body: {
        credentials: {
          type: 'kubeconfig',
          kubeconfig: proxy.kubeconfig({ caPem: rotated.pem }),
        },
      },
    });
    await run.settle(cluster);
  },
};
