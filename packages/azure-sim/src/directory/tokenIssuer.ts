import type { TokenIssuer } from '@internal/kube-sim';
import { AKS_SERVER_APP } from '../constants';
import { Directory } from './Directory';
import type { SigningKey } from './SigningKey';

/** What the API servers of a tenant's clusters trust. */
export function tokenIssuer(key: SigningKey, tenantId: string): TokenIssuer {
  return {
    publicKey: key.publicKey,
    issuer: Directory.issuer(tenantId),
    audience: AKS_SERVER_APP,
  };
}
