import { ConfigReader } from '@backstage/config';
import { readSyncSettings } from './readSyncSettings';

const read = (azure?: object) =>
  readSyncSettings(new ConfigReader({ fluxcd: { ...(azure && { azure }) } }));

describe('readSyncSettings', () => {
  it('has its defaults', () => {
    expect(read()).toEqual({
      syncMinutes: 15,
      syncTimeoutSeconds: 300,
      retireAfter: 3,
      allowAdminCredentials: false,
      environmentTag: 'environment',
    });
  });

  it('takes 0 for never', () => {
    expect(read({ syncMinutes: 0 }).syncMinutes).toBe(0);
  });

  it.each([
    ['syncMinutes', 4],
    ['syncMinutes', 7.5],
    ['syncTimeoutSeconds', 1],
    ['retireAfter', 1],
  ])('refuses %s: %s by its name', (field, value) => {
    expect(() => read({ [field]: value })).toThrow(
      `fluxcd.azure.${field} must`,
    );
  });
});
