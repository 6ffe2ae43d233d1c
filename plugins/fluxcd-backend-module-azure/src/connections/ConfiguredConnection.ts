import type { ConnectionRecord } from './ConnectionRecord';

/** A connection of the configuration. */
export interface ConfiguredConnection {
  record: ConnectionRecord;
  /** Where it stands in the configuration, as `fluxcd.azure.connections[0]`. */
  key: string;
  clientSecret?: string;
}
