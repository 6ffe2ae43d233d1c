import type { ConnectionRecord } from './ConnectionRecord';

/** A connection of the portal with the name under which its secret lies sealed. */
export interface StoredConnection {
  record: ConnectionRecord;
  secretId: string;
}
