import type { MemoryObjectStore } from '../store/MemoryObjectStore';
import type { KubeObject } from '../store/ObjectStore';
import type { UserInfo } from './UserInfo';

const RBAC = 'rbac.authorization.k8s.io';

export interface Attributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  name?: string;
  namespace?: string;
}

interface Grant {
  rules: any[];
  reason: string;
}

function matches(list: string[] | undefined, value: string): boolean {
  return !!list && (list.includes('*') || list.includes(value));
}

function serviceAccount(
  name: string,
): { namespace: string; name: string } | undefined {
  const found = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  return found ? { namespace: found[1], name: found[2] } : undefined;
}

function subjectMatches(
  subject: any,
  user: UserInfo,
  namespace: string,
): string | undefined {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.name ? `User "${subject.name}"` : undefined;
    case 'Group':
      return user.groups.includes(subject.name)
        ? `Group "${subject.name}"`
        : undefined;
    case 'ServiceAccount': {
      const account = serviceAccount(user.name);
      const wanted = subject.namespace ?? namespace;
      return account?.name === subject.name && account?.namespace === wanted
        ? `ServiceAccount "${subject.name}/${wanted}"`
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Role-based access control, evaluated from the objects in the store. */
export class Authorizer {
  readonly #store: MemoryObjectStore;

  constructor(store: MemoryObjectStore) {
    this.#store = store;
  }

  #rulesOf(ref: any, namespace: string): any[] {
    const role =
      ref.kind === 'ClusterRole'
        ? this.#store.get(RBAC, 'ClusterRole', undefined, ref.name)
        : this.#store.get(RBAC, 'Role', namespace, ref.name);
    return role?.rules ?? [];
  }

  #grant(
    binding: KubeObject,
    user: UserInfo,
    namespace: string,
  ): Grant | undefined {
    for (const subject of binding.subjects ?? []) {
      const who = subjectMatches(subject, user, namespace);
      if (who) {
        const name = namespace
          ? `${binding.metadata.name}/${namespace}`
          : binding.metadata.name;
        const { roleRef } = binding;
        return {
          rules: this.#rulesOf(roleRef, namespace),
          reason: `RBAC: allowed by ${binding.kind} "${name}" of ${roleRef.kind} "${roleRef.name}" to ${who}`,
        };
      }
    }
    return undefined;
  }

  /** Every grant that holds for a user, cluster-wide ones first. */
  *#grants(user: UserInfo, namespace: string | undefined): Generator<Grant> {
    for (const binding of this.#store.list(RBAC, 'ClusterRoleBinding')) {
      const grant = this.#grant(binding, user, '');
      if (grant) {
        yield grant;
      }
    }
    if (namespace) {
      for (const binding of this.#store.list(RBAC, 'RoleBinding', namespace)) {
        const grant = this.#grant(binding, user, namespace);
        if (grant) {
          yield grant;
        }
      }
    }
  }

  static isSuperuser(user: UserInfo): boolean {
    return user.groups.includes('system:masters');
  }

  /** The reason why a user may; undefined when nothing allows it. */
  allows(user: UserInfo, attributes: Attributes): string | undefined {
    if (Authorizer.isSuperuser(user)) {
      return '';
    }
    const { verb, group, resource, subresource, name, namespace } = attributes;
    const full = subresource ? `${resource}/${subresource}` : resource;
    for (const { rules, reason } of this.#grants(user, namespace)) {
      for (const rule of rules) {
        if (
          matches(rule.verbs, verb) &&
          matches(rule.apiGroups, group) &&
          (matches(rule.resources, full) ||
            (subresource && rule.resources?.includes(`*/${subresource}`))) &&
          (!rule.resourceNames?.length || rule.resourceNames.includes(name))
        ) {
          return reason;
        }
      }
    }
    return undefined;
  }

  allowsPath(user: UserInfo, verb: string, path: string): string | undefined {
    if (Authorizer.isSuperuser(user)) {
      return '';
    }
    for (const { rules, reason } of this.#grants(user, undefined)) {
      for (const rule of rules) {
        const fits = (rule.nonResourceURLs ?? []).some((url: string) =>
          url.endsWith('*') ? path.startsWith(url.slice(0, -1)) : url === path,
        );
        if (fits && matches(rule.verbs, verb)) {
          return reason;
        }
      }
    }
    return undefined;
  }

  /** What SelfSubjectRulesReview answers. */
  rules(
    user: UserInfo,
    namespace: string,
  ): { resourceRules: any[]; nonResourceRules: any[] } {
    const resourceRules: any[] = [];
    const nonResourceRules: any[] = [];
    if (Authorizer.isSuperuser(user)) {
      resourceRules.push({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] });
      nonResourceRules.push({ verbs: ['*'], nonResourceURLs: ['*'] });
    }
    for (const { rules } of this.#grants(user, namespace)) {
      for (const rule of rules) {
        if (rule.nonResourceURLs) {
          const { verbs, nonResourceURLs } = rule;
          nonResourceRules.push({ verbs, nonResourceURLs });
        } else {
          const { verbs, apiGroups, resources, resourceNames } = rule;
          resourceRules.push({
            verbs,
            apiGroups,
            resources,
            ...(resourceNames ? { resourceNames } : {}),
          });
        }
      }
    }
    return { resourceRules, nonResourceRules };
  }
}
