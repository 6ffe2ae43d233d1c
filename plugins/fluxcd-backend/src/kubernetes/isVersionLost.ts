/** The part of a Kubernetes Status that tells why a resource version is of no use. */
interface Status {
  code?: unknown;
  reason?: unknown;
  message?: unknown;
  details?: { causes?: unknown } | null;
}

const TOO_LARGE = /too large resource version/i;

/**
 * Whether a Status says that nothing can be continued at the resource version, so that only a list helps:
 * - it is too old (`Expired`, or `Gone` in its old form);
 * - it is newer than anything the server has seen: another server of the cluster, or one that was restored. Servers
 *   since 1.18.6 name a cause, those before only say so (client-go, `isTooLargeResourceVersionError`).
 */
export function isVersionLost(status: unknown): boolean {
  const { code, reason, message, details } = (status ?? {}) as Status;
  if (code === 410 || reason === 'Expired' || reason === 'Gone') return true;
  const causes = Array.isArray(details?.causes) ? details.causes : [];
  return (
    causes.some(
      cause =>
        cause?.reason === 'ResourceVersionTooLarge' ||
        TOO_LARGE.test(String(cause?.message)),
    ) ||
    (reason === 'Timeout' && TOO_LARGE.test(String(message)))
  );
}
