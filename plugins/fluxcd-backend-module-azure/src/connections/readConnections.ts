import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  type AzureCredentialType,
  azureCredentialTypeSchema,
  azureFilterSchema,
  azureSubscriptionsSchema,
  createAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { z } from 'zod';
import type { AzureCloud } from '../clouds/AzureCloud';
import type { ConfiguredConnection } from './ConfiguredConnection';

const KEY = 'fluxcd.azure.connections';

/** What each type of credential needs, and may have besides. */
const FIELDS: Record<
  AzureCredentialType,
  { needs: string[]; takes: string[] }
> = {
  'client-secret': {
    needs: ['tenantId', 'clientId', 'credential.clientSecret'],
    takes: [],
  },
  federated: {
    needs: ['tenantId', 'clientId', 'credential.tokenFile'],
    takes: [],
  },
  'workload-identity': {
    needs: [],
    takes: ['tenantId', 'clientId', 'credential.tokenFile'],
  },
  'managed-identity': { needs: [], takes: ['clientId'] },
  default: { needs: [], takes: ['tenantId', 'clientId'] },
};
const IDENTITY = [
  'tenantId',
  'clientId',
  'credential.tokenFile',
  'credential.clientSecret',
];

/**
 * The connections of the configuration. `clouds`: never empty; the first one is that of connections which name none. Fails
 * with InputError that names the key and the rule.
 */
export function readConnections(
  config: Config,
  clouds: readonly AzureCloud[],
): ConfiguredConnection[] {
  const entries = config.getOptionalConfigArray(KEY) ?? [];
  const connections = entries.map((entry, i) =>
    readConnection(entry, `${KEY}[${i}]`, clouds),
  );
  const names = new Set<string>();
  for (const { record, key } of connections) {
    if (names.has(record.name)) {
      throw new InputError(
        `${key}.name must be unique, "${record.name}" is not`,
      );
    }
    names.add(record.name);
  }
  return connections;
}

function readConnection(
  config: Config,
  key: string,
  clouds: readonly AzureCloud[],
): ConfiguredConnection {
  const { shape } = createAzureConnectionSchema;
  const read = <T>(field: string, schema: z.ZodType<T>): T => {
    const result = schema.safeParse(config.getOptional(field));
    if (result.success) return result.data;
    const { path, message } = result.error.issues[0];
    // Never the value: a secret may have got into the wrong field.
    throw new InputError(
      `${[`${key}.${field}`, ...path].join('.')} ${message}`,
    );
  };
  const type = read('credential.type', azureCredentialTypeSchema);
  const { needs, takes } = FIELDS[type];
  for (const field of IDENTITY) {
    if (needs.includes(field) && !config.has(field)) {
      throw new InputError(`${key}.${field} is missing: ${type} needs it`);
    }
    if (![...needs, ...takes].includes(field) && config.has(field)) {
      throw new InputError(`${key}.${field} must be left out with ${type}`);
    }
  }
  const cloud = read('cloud', shape.cloud) ?? clouds[0].name;
  if (!clouds.some(({ name }) => name === cloud)) {
    throw new InputError(
      `${key}.cloud must be one of ${clouds.map(c => c.name).join(', ')}`,
    );
  }
  const tokenFile = config.getOptionalString('credential.tokenFile');
  if (tokenFile !== undefined && !isAbsolute(tokenFile)) {
    throw new InputError(
      `${key}.credential.tokenFile must be an absolute path`,
    );
  }
  const name = read('name', shape.name);
  const now = new Date().toISOString();
  return {
    key,
    clientSecret: read(
      'credential.clientSecret',
      shape.clientSecret.optional(),
    ),
    record: {
      id: `config-${createHash('sha256')
        .update(name)
        .digest('hex')
        .slice(0, 24)}`,
      name,
      origin: 'config',
      cloud,
      tenantId: read('tenantId', shape.tenantId.optional()),
      clientId: read('clientId', shape.clientId.optional()),
      credential: { type, tokenFile },
      credentialVersion: 1,
      subscriptions: read('subscriptions', azureSubscriptionsSchema),
      include: read('include', azureFilterSchema.optional()),
      exclude: read('exclude', azureFilterSchema.optional()),
      status: 'pending',
      problems: [],
      createdAt: now,
      updatedAt: now,
    },
  };
}
