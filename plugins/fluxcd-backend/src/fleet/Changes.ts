import type { ResourceRow } from '../database/ResourceRow';
import type { KindKey } from './KindKey';

/** A part of what happened to one kind of one cluster. */
export interface Changes {
  key: KindKey;
  upserts: ResourceRow[];
  /** Ids of resources. */
  deletes: string[];
  /** Everything up to this version is in the database once this is committed; empty: up to none, a list has begun. */
  resourceVersion?: string;
}
