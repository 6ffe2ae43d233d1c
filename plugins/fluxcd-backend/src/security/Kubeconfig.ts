import {
  type KubeconfigContext,
  MAX_KUBECONFIG_LENGTH,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { InputError } from '@backstage/errors';
import { FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { ClusterCredentials } from './ClusterCredentials';
import { readKubeconfigCluster } from './readKubeconfigCluster';
import { readKubeconfigUser } from './readKubeconfigUser';
import { quoteName } from './quoteName';

type Mapping = Record<string, unknown>;
type Entries = Map<string, Mapping>;

const MAX_DEPTH = 20;
const MAX_NAMES_IN_MESSAGE = 20;
const TOP_LEVEL = new Set([
  'apiVersion',
  'kind',
  'clusters',
  'contexts',
  'users',
  'current-context',
  'preferences',
  'extensions',
]);

/**
 * A kubeconfig from a person, which may be hostile: client libraries run commands and read files that it names.
 * Nothing here does either. It is parsed into strings, lists and mappings only (YAML's failsafe schema: no tags, no
 * merge keys; aliases are refused), and only the fields that the filter knows come out.
 */
export class Kubeconfig {
  readonly #clusters: Entries;
  readonly #users: Entries;
  readonly #contexts: Entries;
  readonly #currentContext: string | undefined;

  static parse(text: string): Kubeconfig {
    return new Kubeconfig(parseYaml(text));
  }

  private constructor(document: Mapping) {
    const unknown = Object.keys(document).find(key => !TOP_LEVEL.has(key));
    if (unknown !== undefined) {
      throw new InputError(
        `kubeconfig must not hold the field ${quoteName(unknown)}`,
      );
    }
    if (document.kind !== undefined && document.kind !== 'Config') {
      throw new InputError('kubeconfig: kind must be Config');
    }
    this.#clusters = readEntries(document, 'clusters', 'cluster');
    this.#users = readEntries(document, 'users', 'user');
    this.#contexts = readEntries(document, 'contexts', 'context');
    this.#currentContext = readText(document, 'current-context');
    if (this.#contexts.size === 0) {
      throw new InputError('kubeconfig: contexts must hold at least one entry');
    }
  }

  /** Every context, and why it cannot be used if so. */
  listContexts(now = new Date()): KubeconfigContext[] {
    return [...this.#contexts].map(([name, context]) => {
      let server: string | undefined;
      let refusal: string | undefined;
      try {
        server = this.toCredentials(name, now).server;
      } catch (error) {
        if (!(error instanceof InputError)) {
          throw error;
        }
        refusal = error.message;
      }
      return {
        name,
        server,
        user: readText(context, 'user'),
        namespace: readText(context, 'namespace'),
        current: name === this.#currentContext,
        refusal,
      };
    });
  }

  /** The connection of one context; it must be named when there are several. */
  toCredentials(chosen?: string, now = new Date()): ClusterCredentials {
    const name = this.#choose(chosen);
    const context = this.#contexts.get(name)!;
    const cluster = this.#resolve(context, name, 'cluster', this.#clusters);
    const user = this.#resolve(context, name, 'user', this.#users);
    const { server, ...trust } = readKubeconfigCluster(
      cluster.entry,
      `kubeconfig: clusters[${quoteName(cluster.name)}].cluster`,
      now,
    );
    const { auth, ...identity } = readKubeconfigUser(
      user.entry,
      `kubeconfig: users[${quoteName(user.name)}].user`,
      now,
    );
    return { server, auth, secret: { ...trust, ...identity } };
  }

  #choose(chosen: string | undefined): string {
    const names = [...this.#contexts.keys()];
    const list = names
      .slice(0, MAX_NAMES_IN_MESSAGE)
      .map(quoteName)
      .concat(names.length > MAX_NAMES_IN_MESSAGE ? ['…'] : [])
      .join(', ');
    if (chosen !== undefined) {
      if (!this.#contexts.has(chosen)) {
        throw new InputError(
          `kubeconfig has no context ${quoteName(chosen)}; it has ${list}`,
        );
      }
      return chosen;
    }
    if (names.length > 1) {
      throw new InputError(
        `kubeconfig holds ${names.length} contexts, choose one: ${list}`,
      );
    }
    return names[0];
  }

  #resolve(
    context: Mapping,
    contextName: string,
    field: 'cluster' | 'user',
    entries: Entries,
  ): { name: string; entry: Mapping } {
    const path = `kubeconfig: contexts[${quoteName(
      contextName,
    )}].context.${field}`;
    const name = readText(context, field);
    if (!name) {
      throw new InputError(`${path} is missing`);
    }
    const entry = entries.get(name);
    if (!entry) {
      throw new InputError(
        `${path} names ${quoteName(name)}, which is not in ${field}s`,
      );
    }
    return { name, entry };
  }
}

function parseYaml(text: string): Mapping {
  if (text.length > MAX_KUBECONFIG_LENGTH) {
    throw new InputError(
      `kubeconfig must be at most ${MAX_KUBECONFIG_LENGTH} characters`,
    );
  }
  if (text.trim() === '') {
    throw new InputError('kubeconfig must not be empty');
  }
  let document: unknown;
  try {
    document = load(text, {
      schema: FAILSAFE_SCHEMA,
      maxAliases: 0,
      maxDepth: MAX_DEPTH,
    });
  } catch (error) {
    // The parser's messages quote the text, which is a credential.
    if (error instanceof YAMLException) {
      if (/alias/i.test(error.reason)) {
        throw new InputError('kubeconfig must not use YAML aliases');
      }
      if (Number.isInteger(error.mark?.line)) {
        throw new InputError(
          `kubeconfig is not valid YAML (line ${error.mark!.line + 1})`,
        );
      }
    }
    throw new InputError('kubeconfig is not one valid YAML document');
  }
  if (!isMapping(document)) {
    throw new InputError('kubeconfig must be a YAML mapping');
  }
  return document;
}

/** A list of `{name, [field]: {…}}`, by name. */
function readEntries(
  document: Mapping,
  listName: string,
  field: string,
): Entries {
  const list = document[listName];
  if (!Array.isArray(list)) {
    throw new InputError(`kubeconfig: ${listName} must be a list`);
  }
  const entries: Entries = new Map();
  list.forEach((item: unknown, index) => {
    const path = `kubeconfig: ${listName}[${index}]`;
    if (!isMapping(item)) {
      throw new InputError(`${path} must be a mapping`);
    }
    const name = readText(item, 'name');
    if (!name) {
      throw new InputError(`${path}.name is missing`);
    }
    if (entries.has(name)) {
      throw new InputError(
        `${path}.name ${quoteName(name)} stands in the list twice`,
      );
    }
    const entry = item[field];
    if (!isMapping(entry)) {
      throw new InputError(`${path}.${field} must be a mapping`);
    }
    entries.set(name, entry);
  });
  return entries;
}

function readText(mapping: Mapping, field: string): string | undefined {
  const value = mapping[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
