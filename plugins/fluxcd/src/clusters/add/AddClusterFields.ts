/** What is entered in the form. The credentials in it live no longer than the open dialog. */
export interface AddClusterFields {
  method: 'kubeconfig' | 'token';
  kubeconfig: string;
  /** The chosen context of `kubeconfig`; empty while there is none. */
  context: string;
  server: string;
  certificateAuthority: string;
  token: string;
  tlsServerName: string;
  name: string;
  title: string;
  description: string;
  environment: string;
}

export const EMPTY_FIELDS: AddClusterFields = {
  method: 'kubeconfig',
  kubeconfig: '',
  context: '',
  server: '',
  certificateAuthority: '',
  token: '',
  tlsServerName: '',
  name: '',
  title: '',
  description: '',
  environment: '',
};
