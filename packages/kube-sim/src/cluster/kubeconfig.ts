/** A kubeconfig for one cluster and one user, as JSON-compatible YAML that any client reads. */
export function kubeconfig(options: {
  name: string;
  server: string;
  caPem: string;
  user: string;
  token?: string;
  certificate?: { cert: string; key: string };
}): string {
  const { name, server, caPem, user, token, certificate } = options;
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const credentials = certificate
    ? [
        `    client-certificate-data: ${encode(certificate.cert)}`,
        `    client-key-data: ${encode(certificate.key)}`,
      ]
    : [`    token: ${token}`];
  return [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${name}`,
    'clusters:',
    `- name: ${name}`,
    '  cluster:',
    `    server: ${server}`,
    `    certificate-authority-data: ${encode(caPem)}`,
    'users:',
    `- name: ${user}`,
    '  user:',
    ...credentials,
    'contexts:',
    `- name: ${name}`,
    '  context:',
    `    cluster: ${name}`,
    `    user: ${user}`,
    '',
  ].join('\n');
}
