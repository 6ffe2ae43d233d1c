import { z } from 'zod';

/** A value of app-config, as it counted when the backend started. */
const setting = <T extends z.ZodType>(value: T) =>
  z.object({
    value,
    /** Set in app-config; otherwise it is the default. */
    configured: z.boolean(),
  });

/** Every setting that is shown, by its key in app-config. Secrets are not among them. @public */
export const settingValuesSchema = z.object({
  'fluxcd.clusters.autoSync': setting(z.boolean()),
  /** Minutes; 0 for never. */
  'fluxcd.clusters.resyncMinutes': setting(z.number().int()),
  'fluxcd.clusters.allowedCidrs': setting(z.array(z.string())),
  'fluxcd.retention.activityDays': setting(z.number().int()),
  'fluxcd.retention.operationDays': setting(z.number().int()),
  'fluxcd.retention.historyDays': setting(z.number().int()),
  'fluxcd.inCluster.enabled': setting(z.boolean()),
  'fluxcd.inCluster.name': setting(z.string()),
  'permission.enabled': setting(z.boolean()),
  'fluxcd.dangerouslyAllowWithoutPermissions': setting(z.boolean()),
});
/** @public */
export type SettingValues = z.infer<typeof settingValuesSchema>;

/** What the operator configured, and how the stored credentials stand. Holds no key and no secret. @public */
export const settingsSchema = z.object({
  values: settingValuesSchema,
  encryption: z.object({
    /** How many keys `fluxcd.encryption.keys` lists. */
    keys: z.number().int(),
    /** Id of the first and newest key: eight characters of a hash, from which nobody gets the key. */
    newestKeyId: z.string(),
    /** How many clusters' credentials stand how; absent when they could not be counted now. */
    clusters: z
      .object({
        newest: z.number().int(),
        older: z.number().int(),
        unreadable: z.number().int(),
        /** Nothing is stored for them, such as for the cluster that the portal runs in. */
        none: z.number().int(),
      })
      .optional(),
  }),
  /** Where clusters can come from: `manual`, `in-cluster`, and the sources that modules add. */
  sources: z.array(z.object({ id: z.string() })),
});
/** @public */
export type Settings = z.infer<typeof settingsSchema>;
