import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ResourceRow } from '../../database/ResourceRow';
import { isPassing } from '../isPassing';

interface Settlement {
  settled_status: ResourceStatus | null;
  settled_since: string | null;
  changed_at: string | null;
}

/**
 * When the resource last became something else: it settled in another status than before, or has another revision.
 * `status_since` does not tell, for controllers move the time of the condition with every reconciliation.
 *
 * @param stored - the row of the same object as it is stored; `undefined` when it is seen for the first time
 */
export function settle(
  stored: (Settlement & Pick<ResourceRow, 'revision'>) | undefined,
  row: ResourceRow,
  now: string,
): Settlement {
  const { status, status_since, revision } = row;
  const before = stored?.settled_status ?? null;
  const isSettled = !isPassing(status);
  const isOther = isSettled && status !== before;
  const settled = {
    settled_status: isSettled ? status : before,
    settled_since: isOther ? status_since : stored?.settled_since ?? null,
  };
  // Seen for the first time: it did not change now, it became so when its own status says.
  if (before === null) {
    return { ...settled, changed_at: isSettled ? status_since : null };
  }
  const isChanged = isOther || revision !== stored?.revision;
  return { ...settled, changed_at: isChanged ? now : stored!.changed_at };
}
