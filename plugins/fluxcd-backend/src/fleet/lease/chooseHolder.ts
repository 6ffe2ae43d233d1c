/** FNV-1a with the finish of MurmurHash3: without it, ids that differ in their last characters rank alike. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * Which of the replicas should hold a cluster, by rendezvous hashing: all replicas agree without talking, and when one
 * joins or leaves, only clusters that it gets or had move. At least one replica must be given.
 */
export function chooseHolder(
  clusterId: string,
  replicas: Iterable<string>,
): string {
  let best: { replica: string; score: number } | undefined;
  for (const replica of replicas) {
    const score = hash(`${replica}/${clusterId}`);
    if (
      !best ||
      score > best.score ||
      (score === best.score && replica < best.replica)
    ) {
      best = { replica, score };
    }
  }
  return best!.replica;
}
