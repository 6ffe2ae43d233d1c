/** Page of a resource in the Azure portal of its cloud; the tenant makes it open in the right directory. */
export function portalLink(
  armId: string,
  options: { portalUrl: string; tenantId?: string },
): string {
  const tenant = options.tenantId ? `@${options.tenantId}/` : '';
  const path = armId.split('/').map(encodeURIComponent).join('/');
  return `${options.portalUrl}/#${tenant}resource${path}/overview`;
}
