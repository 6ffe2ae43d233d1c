import { X509Certificate } from 'node:crypto';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { AzureCloud } from './AzureCloud';
import { BUILT_IN_CLOUDS } from './BUILT_IN_CLOUDS';

const KEY = 'fluxcd.azure.clouds';
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const ADDRESSES = [
  'authorityHost',
  'resourceManagerEndpoint',
  'resourceManagerAudience',
  'portalUrl',
  'certificateAuthority',
] as const;

/**
 * The clouds that connections may name: those of the configuration, or the public one alone. Never empty. Fails with
 * InputError that names the key and the rule.
 */
export function readClouds(config: Config): AzureCloud[] {
  const entries = config.getOptionalConfigArray(KEY);
  if (!entries) return [BUILT_IN_CLOUDS[0]];
  if (entries.length === 0) {
    throw new InputError(`${KEY} must name at least one cloud, or be left out`);
  }
  const clouds = entries.map((entry, i) => readCloud(entry, `${KEY}[${i}]`));
  const names = new Set<string>();
  clouds.forEach(({ name }, i) => {
    if (names.has(name)) {
      throw new InputError(
        `${KEY}[${i}].name must be unique, "${name}" is not`,
      );
    }
    names.add(name);
  });
  return clouds;
}

function readCloud(config: Config, key: string): AzureCloud {
  const name = config.getString('name');
  if (!NAME.test(name)) {
    throw new InputError(
      `${key}.name must be at most 63 letters, digits, "-", "_" or "."`,
    );
  }
  const title = config.getOptionalString('title')?.trim();
  const builtIn = BUILT_IN_CLOUDS.find(cloud => cloud.name === name);
  if (builtIn) {
    const extra = ADDRESSES.find(field => config.has(field));
    if (extra) {
      throw new InputError(
        `${key}.${extra} must be left out: the cloud "${name}" is built in. Give a cloud of your own another name`,
      );
    }
    return { ...builtIn, title: title || builtIn.title };
  }
  const resourceManagerEndpoint = readOrigin(
    config,
    key,
    'resourceManagerEndpoint',
  );
  return {
    name,
    title: title || name,
    authorityHost: readOrigin(config, key, 'authorityHost'),
    resourceManagerEndpoint,
    resourceManagerAudience:
      readAudience(config, key) ?? resourceManagerEndpoint,
    portalUrl: readOrigin(config, key, 'portalUrl'),
    certificateAuthority: readCertificateAuthority(config, key),
    builtIn: false,
  };
}

function readOrigin(config: Config, key: string, field: string): string {
  const text = config.getOptionalString(field);
  if (text === undefined) {
    throw new InputError(`${key}.${field} is missing`);
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url?.protocol !== 'https:' ||
    url.username ||
    url.password ||
    url.pathname !== '/' ||
    url.search ||
    url.hash
  ) {
    throw new InputError(
      `${key}.${field} must be an https:// address without user, path, query or fragment`,
    );
  }
  return url.origin;
}

function readAudience(config: Config, key: string): string | undefined {
  const audience = config.getOptionalString('resourceManagerAudience');
  if (audience === undefined) return undefined;
  if (
    !/^(https|api):\/\/[\x21-\x7e]{1,240}$/.test(audience) ||
    audience.endsWith('/.default')
  ) {
    throw new InputError(
      `${key}.resourceManagerAudience must be an https:// or api:// address without "/.default"`,
    );
  }
  return audience;
}

function readCertificateAuthority(
  config: Config,
  key: string,
): string | undefined {
  const pem = config.getOptionalString('certificateAuthority');
  if (pem === undefined) return undefined;
  const blocks =
    pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ??
    [];
  try {
    if (blocks.length === 0) throw new Error('empty');
    blocks.forEach(block => new X509Certificate(block));
  } catch {
    throw new InputError(
      `${key}.certificateAuthority must be certificates in PEM`,
    );
  }
  return `${blocks.join('\n')}\n`;
}
