import type { ConnectionRecord } from './ConnectionRecord';

/** What came of the last sync; `objectId` stays as it was when it is left out. */
export type ConnectionState = Pick<
  ConnectionRecord,
  'status' | 'problems' | 'objectId' | 'lastSyncAt'
>;
