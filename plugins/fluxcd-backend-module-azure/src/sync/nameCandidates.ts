import { createHash } from 'node:crypto';
import type { AksRow } from '../clusters/AksRow';

const MAX_LENGTH = 63;
const HASH_LENGTH = 6;

/**
 * Names for the cluster in the portal, best first: its own, with its resource group, with a hash of its resource id. The
 * last one is its own in all of Azure.
 */
export function nameCandidates(
  row: Pick<AksRow, 'armId' | 'name' | 'resourceGroup'>,
): string[] {
  const hash = createHash('sha256')
    .update(row.armId)
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const plain = toLabel(row.name) || 'aks';
  return [
    plain,
    toLabel(`${plain}-${row.resourceGroup}`),
    `${plain.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}-${hash}`,
  ].filter((name, i, all) => all.indexOf(name) === i);
}

/** The RFC 1123 label that is nearest. */
function toLabel(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
}
