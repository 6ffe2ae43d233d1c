import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { SyncSettings } from './SyncSettings';

const KEY = 'fluxcd.azure';

/** Fails with InputError that names the key and the rule. */
export function readSyncSettings(root: Config): SyncSettings {
  const config = root.getOptionalConfig(KEY);
  const number = (field: string, fallback: number) =>
    config?.getOptionalNumber(field) ?? fallback;
  const settings: SyncSettings = {
    syncMinutes: number('syncMinutes', 15),
    syncTimeoutSeconds: number('syncTimeoutSeconds', 300),
    retireAfter: number('retireAfter', 3),
    allowAdminCredentials:
      config?.getOptionalBoolean('allowAdminCredentials') ?? false,
    environmentTag:
      config?.getOptionalString('environmentTag') ?? 'environment',
  };
  const { syncMinutes, syncTimeoutSeconds, retireAfter } = settings;
  if (syncMinutes !== 0) requireWhole('syncMinutes', syncMinutes, 5, 10_080);
  requireWhole('syncTimeoutSeconds', syncTimeoutSeconds, 10, 3600);
  requireWhole('retireAfter', retireAfter, 2, 100);
  return settings;
}

function requireWhole(
  field: string,
  value: number,
  min: number,
  max: number,
): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new InputError(
      `${KEY}.${field} must be a whole number from ${min} to ${max}${
        field === 'syncMinutes' ? ', or 0' : ''
      }`,
    );
  }
}
