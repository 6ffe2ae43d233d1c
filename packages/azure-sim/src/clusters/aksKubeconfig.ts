import { AKS_CLIENT_APP, AKS_SERVER_APP } from '../constants';
import type { AksCluster } from './AksCluster';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Leaves the token to a program on the caller's machine. */
function entraUser(tenantId: string): string[] {
  const args = [
    'get-token',
    '--environment',
    'AzurePublicCloud',
    '--server-id',
    AKS_SERVER_APP,
    '--client-id',
    AKS_CLIENT_APP,
    '--tenant-id',
    tenantId,
    '--login',
    'devicecode',
  ];
  return [
    '    exec:',
    '      apiVersion: client.authentication.k8s.io/v1beta1',
    '      args:',
    ...args.map(argument => `      - ${argument}`),
    '      command: kubelogin',
    '      env: null',
    '      provideClusterInfo: false',
  ];
}

/** The form before that, which no current client reads. */
function retiredEntraUser(tenantId: string): string[] {
  return [
    '    auth-provider:',
    '      config:',
    `        apiserver-id: ${AKS_SERVER_APP}`,
    `        client-id: ${AKS_CLIENT_APP}`,
    "        config-mode: '1'",
    '        environment: AzurePublicCloud',
    `        tenant-id: ${tenantId}`,
    '      name: azure',
  ];
}

function localUser(cluster: AksCluster): string[] {
  const { cert, key, token } = cluster.api?.admin ?? {
    cert: 'no server, no certificate',
    key: 'no server, no key',
  };
  return [
    `    client-certificate-data: ${base64(cert)}`,
    `    client-key-data: ${base64(key)}`,
    ...(token ? [`    token: ${token}`] : []),
  ];
}

/** The kubeconfig of users, or of the local administrator, as YAML. */
export function aksKubeconfig(
  cluster: AksCluster,
  options: {
    admin: boolean;
    /** `exec`, or `azure`: the retired form. */
    format: string;
    /** The name that resolves everywhere was asked for, which counts for private clusters. */
    publicName: boolean;
    /** Named where no server is: a real certificate, since clients read it. */
    placeholderCa: string;
  },
): string {
  const { admin, format, publicName, placeholderCa } = options;
  const { name, resourceGroup, tenantId } = cluster;
  const user = `cluster${admin ? 'Admin' : 'User'}_${resourceGroup}_${name}`;
  const context = admin ? `${name}-admin` : name;
  const entra = format === 'azure' ? retiredEntraUser : entraUser;
  return [
    'apiVersion: v1',
    'clusters:',
    '- cluster:',
    `    certificate-authority-data: ${base64(
      cluster.api?.caPem ?? placeholderCa,
    )}`,
    `    server: ${cluster.address({ publicName })}`,
    `  name: ${name}`,
    'contexts:',
    '- context:',
    `    cluster: ${name}`,
    `    user: ${user}`,
    `  name: ${context}`,
    `current-context: ${context}`,
    'kind: Config',
    'preferences: {}',
    'users:',
    `- name: ${user}`,
    '  user:',
    ...(cluster.entra && !admin ? entra(tenantId) : localUser(cluster)),
    '',
  ].join('\n');
}
