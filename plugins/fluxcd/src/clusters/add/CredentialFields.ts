import type { useAddCluster } from './useAddCluster';

/** What the fields of credentials need of the form that they are in. */
export type CredentialFields = Pick<
  ReturnType<typeof useAddCluster>,
  'fields' | 'update' | 'errors' | 'asked'
>;
