import type { StatusCause } from '../store/ApiError';
import { errors } from '../store/errors';
import type { Context } from './Context';
import { decode } from './decode';
import type { Target } from './Target';
import type { UserInfo } from './UserInfo';

function shownUser(user: UserInfo): Record<string, unknown> {
  return {
    username: user.name,
    ...(user.uid ? { uid: user.uid } : {}),
    groups: user.groups,
    ...(user.extra ? { extra: user.extra } : {}),
  };
}

function refuse(field: string, message: string): never {
  const causes: StatusCause[] = [
    { reason: 'FieldValueInvalid', message, field },
  ];
  throw errors.invalid({ group: 'authorization.k8s.io', kind: '' }, '', causes);
}

function decide(
  context: Context,
  user: UserInfo,
  spec: any,
): Record<string, unknown> {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  if (!resource === !path) {
    refuse(
      'spec.resourceAttributes',
      `Invalid value: ${JSON.stringify(
        resource ?? null,
      )}: exactly one of nonResourceAttributes or resourceAttributes must be specified`,
    );
  }
  const { authorizer } = context.cluster;
  const reason = resource
    ? authorizer.allows(user, {
        verb: resource.verb ?? '',
        group: resource.group ?? '',
        resource: resource.resource ?? '',
        subresource: resource.subresource,
        name: resource.name,
        namespace: resource.namespace,
      })
    : authorizer.allowsPath(user, path.verb, path.path);
  return {
    allowed: reason !== undefined,
    ...(reason ? { reason } : {}),
  };
}

function subject(spec: any): UserInfo {
  if (!spec.user && !spec.groups?.length) {
    refuse(
      'spec.user',
      'Invalid value: "": at least one of user or group must be specified',
    );
  }
  return {
    name: spec.user ?? '',
    uid: spec.uid,
    groups: spec.groups ?? [],
    extra: spec.extra,
  };
}

function reviewToken(context: Context, spec: any): Record<string, unknown> {
  const user = context.cluster.authenticator.identify(spec.token ?? '');
  return user
    ? {
        authenticated: true,
        user: shownUser(user),
        audiences: ['https://kubernetes.default.svc.cluster.local'],
      }
    : { user: {}, error: 'invalid bearer token' };
}

/** The kinds that are questions: they answer 201 with a status and store nothing. */
export async function review(context: Context, target: Target): Promise<void> {
  const { kind, group } = target.kind;
  const body = await context.body();
  const { value } = decode.object(
    body,
    context.request.headers['content-type'],
    kind,
  );
  const spec = value.spec ?? {};
  let status: Record<string, unknown>;
  let shownSpec: Record<string, unknown> | undefined = spec;
  let metadata: Record<string, unknown> = {};
  switch (kind) {
    case 'SelfSubjectReview':
      status = { userInfo: shownUser(context.user) };
      shownSpec = undefined;
      metadata = {
        creationTimestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      };
      break;
    case 'TokenReview':
      status = reviewToken(context, spec);
      break;
    case 'SelfSubjectAccessReview':
      status = decide(context, context.user, spec);
      break;
    case 'SubjectAccessReview':
      status = decide(context, subject(spec), spec);
      break;
    case 'LocalSubjectAccessReview':
      if (spec.resourceAttributes?.namespace !== context.info.namespace) {
        refuse(
          'spec.resourceAttributes.namespace',
          `Invalid value: ${JSON.stringify(
            spec.resourceAttributes?.namespace ?? '',
          )}: must match metadata.namespace`,
        );
      }
      status = decide(context, subject(spec), spec);
      break;
    default:
      if (!spec.namespace) {
        throw errors.badRequest('no namespace on request');
      }
      shownSpec = {};
      status = {
        ...context.cluster.authorizer.rules(context.user, spec.namespace),
        incomplete: false,
      };
  }
  context.send(201, {
    kind,
    apiVersion: `${group}/v1`,
    metadata,
    ...(shownSpec ? { spec: shownSpec } : {}),
    status,
  });
}
