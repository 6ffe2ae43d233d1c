import { errors } from '../store/errors';
import type { Authorizer } from './Authorizer';
import { forbidden } from './forbidden';
import type { UserInfo } from './UserInfo';

const EXTRA = 'impersonate-extra-';

function goStrings(values: string[]): string {
  return values.length
    ? `[]string{${values.map(value => JSON.stringify(value)).join(', ')}}`
    : '[]string(nil)';
}

function goExtra(extra: Record<string, string[]>): string {
  const parts = Object.entries(extra).map(
    ([key, values]) => `${JSON.stringify(key)}:${goStrings(values)}`,
  );
  return parts.length
    ? `map[string][]string{${parts.join(', ')}}`
    : 'map[string][]string(nil)';
}

interface Asked {
  user: string;
  uid: string;
  groups: string[];
  extra: Record<string, string[]>;
}

/** Reads the headers; values are bytes that Node hands out as Latin-1. */
function read(rawHeaders: string[]): Asked {
  const asked: Asked = { user: '', uid: '', groups: [], extra: {} };
  let userSeen = false;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i].toLowerCase();
    const value = Buffer.from(rawHeaders[i + 1], 'latin1')
      .toString('utf8')
      .trim();
    if (name === 'impersonate-user') {
      // Of two user headers the first one counts, silently.
      asked.user = userSeen ? asked.user : value;
      userSeen = true;
    } else if (name === 'impersonate-uid') {
      asked.uid ||= value;
    } else if (name === 'impersonate-group') {
      asked.groups.push(value);
    } else if (name.startsWith(EXTRA)) {
      let key = name.slice(EXTRA.length);
      try {
        key = decodeURIComponent(key).toLowerCase();
      } catch {
        // An undecodable key is taken as it is.
      }
      (asked.extra[key] ??= []).push(value);
    }
  }
  return asked;
}

/**
 * Applies the Impersonate-* headers. An empty or blank user is ignored and the request runs as the
 * caller, as the real server does (recordings/errors/impersonate-empty-user.json).
 */
export function impersonate(
  caller: UserInfo,
  rawHeaders: string[],
  authorizer: Authorizer,
): UserInfo {
  const { user, uid, groups, extra } = read(rawHeaders);
  const more = uid || groups.length > 0 || Object.keys(extra).length > 0;
  if (!user) {
    if (!more) {
      return caller;
    }
    throw errors.badRequest(
      `requested &user.DefaultInfo{Name:"", UID:${JSON.stringify(
        uid,
      )}, Groups:${goStrings(groups)}, Extra:${goExtra(
        extra,
      )}} without impersonating a user name`,
    );
  }
  const check = (
    resource: string,
    name: string,
    rest: { group?: string; subresource?: string; namespace?: string } = {},
  ): void => {
    const attributes = {
      verb: 'impersonate',
      group: rest.group ?? '',
      resource,
      subresource: rest.subresource,
      name,
      namespace: rest.namespace,
    };
    if (authorizer.allows(caller, attributes) === undefined) {
      throw forbidden(caller, attributes);
    }
  };
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  if (account) {
    check('serviceaccounts', account[2], { namespace: account[1] });
  } else {
    check('users', user);
  }
  groups.forEach(group => check('groups', group));
  for (const [key, values] of Object.entries(extra)) {
    values.forEach(value =>
      check('userextras', value, {
        group: 'authentication.k8s.io',
        subresource: key,
      }),
    );
  }
  if (uid) {
    check('uids', uid, { group: 'authentication.k8s.io' });
  }
  const effective =
    groups.length === 0 && account
      ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`]
      : [...groups];
  const general =
    user === 'system:anonymous'
      ? 'system:unauthenticated'
      : 'system:authenticated';
  if (!effective.includes(general)) {
    effective.push(general);
  }
  return {
    name: user,
    ...(uid ? { uid } : {}),
    groups: effective,
    ...(Object.keys(extra).length ? { extra } : {}),
  };
}
