/** Where a client secret lies: a new one gets a new place, so that no replica ever reads half of a rotation. */
export function secretKeyOf(connectionId: string, secretId: string): string {
  return `connections/${connectionId}/${secretId}`;
}
