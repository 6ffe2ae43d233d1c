import type { StoredResource } from './StoredResource';

/** A row of the table `resources` as the fleet writes it. */
export type ResourceRow = Omit<
  StoredResource,
  'stalled' | 'retrying' | 'suspended' | 'updated_at' | 'changed_at'
> & {
  stalled: boolean;
  retrying: boolean;
  suspended: boolean;
  resource_version: string;
};
