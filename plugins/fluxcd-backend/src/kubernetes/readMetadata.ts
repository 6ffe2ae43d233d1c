/** What must be there for an object to be followed at all. */
export interface ObjectMetadata {
  name: string;
  uid: string;
  resourceVersion: string;
}

/** The metadata of an object from outside, or `undefined` when it lacks what identifies it. */
export function readMetadata(object: unknown): ObjectMetadata | undefined {
  const metadata = (object as { metadata?: Partial<ObjectMetadata> } | null)
    ?.metadata;
  const complete = [
    metadata?.name,
    metadata?.uid,
    metadata?.resourceVersion,
  ].every(value => typeof value === 'string' && value !== '');
  return complete ? (metadata as ObjectMetadata) : undefined;
}
