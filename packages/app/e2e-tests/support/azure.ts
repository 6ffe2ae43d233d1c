import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { APIRequestContext } from '@playwright/test';

/** What a person enters to connect to the emulated Azure; packages/azure-sim makes it. */
export function azureIdentity() {
  const dir = process.env.FLUXCD_DEMO_DIR ?? '.demo';
  return {
    tenantId: 'c3a1f0b2-5d4e-4c6f-8a7b-9e0d1c2b3a45',
    clientId: 'd7e8f9a0-1b2c-4d3e-9f4a-5b6c7d8e9f01',
    clientSecret: readFileSync(
      path.join(dir, 'azure/client-secret'),
      'utf8',
    ).trim(),
  };
}

/** Deletes all connections to Azure, and with them the clusters that came through them, without the pages. */
export async function removeAzureConnections({
  request,
}: {
  request: APIRequestContext;
}): Promise<void> {
  const signIn = await request.get('/api/auth/guest/refresh', {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await signIn.json();
  const headers = { Authorization: `Bearer ${backstageIdentity.token}` };
  const url = '/api/fluxcd/v1/azure/subscriptions';
  const listed = await request.get(url, { headers });
  for (const { id } of (await listed.json()).items)
    await request.delete(`${url}/${id}`, { headers });
}
