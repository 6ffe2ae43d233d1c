import { ForwardedError } from '@backstage/errors';

/** What a database or a keyring says is for the log: people are told that the portal failed, not Azure. */
export function notStored(cause: unknown): ForwardedError {
  return new ForwardedError('The portal could not store the cluster', cause);
}
