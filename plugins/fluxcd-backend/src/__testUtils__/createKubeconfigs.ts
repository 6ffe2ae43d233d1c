import { createCa } from './pki';

const base64 = (text: string) => Buffer.from(text).toString('base64');

export const GOOD_SERVER = { server: 'https://api.example.com:6443' };
export const GOOD_USER = { token: 'abc.def' };

/** Makes kubeconfigs. A field whose value is the name of a credential below gets that credential. */
export async function createKubeconfigs() {
  const ca = await createCa();
  const expiredCa = await createCa({ expired: true });
  const pair = await ca.issue({ commonName: 'admin' });
  const otherPair = await ca.issue({ commonName: 'other' });
  const expiredPair = await ca.issue({ commonName: 'late', expired: true });
  const credentials: Record<string, string> = {
    CA: base64(ca.certificate),
    EXPIRED_CA: base64(expiredCa.certificate),
    CA_WITH_KEY: base64(ca.certificate + ca.privateKey),
    CERT: base64(pair.certificate),
    KEY: base64(pair.privateKey),
    OTHER_KEY: base64(otherPair.privateKey),
    EXPIRED_CERT: base64(expiredPair.certificate),
    EXPIRED_KEY: base64(expiredPair.privateKey),
    TWO_KEYS: base64(pair.privateKey + otherPair.privateKey),
  };
  const fill = (fields: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        (typeof value === 'string' && credentials[value]) || value,
      ]),
    );
  return {
    ca,
    pair,
    /** One context `c` with the cluster `k` and the user `u`, unless `top` says otherwise. */
    kubeconfig: (
      cluster: Record<string, unknown> = GOOD_SERVER,
      user: Record<string, unknown> = GOOD_USER,
      top: Record<string, unknown> = {},
    ): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'c',
        clusters: [{ name: 'k', cluster: fill(cluster) }],
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
        users: [{ name: 'u', user: fill(user) }],
        ...top,
      }),
  };
}
