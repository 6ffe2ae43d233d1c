import { randomBytes } from 'node:crypto';
import { errors } from '../store/errors';
import { Authenticator } from './Authenticator';
import type { Context } from './Context';
import { decode } from './decode';
import { find } from './read';
import type { Target } from './Target';

const SHORTEST_SECONDS = 600;

/** POST to the token of a service account: makes a token that expires. */
export async function tokenRequest(
  context: Context,
  target: Target,
): Promise<void> {
  const { value } = decode.object(
    await context.body(),
    context.request.headers['content-type'],
    'TokenRequest',
  );
  const account = find(context, target);
  const seconds = value.spec?.expirationSeconds ?? 3600;
  const audiences = value.spec?.audiences?.length
    ? value.spec.audiences
    : [Authenticator.audience];
  if (seconds < SHORTEST_SECONDS) {
    throw errors.invalid(
      { group: 'authentication.k8s.io', kind: 'TokenRequest' },
      '',
      [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`,
          field: 'spec.expirationSeconds',
        },
      ],
    );
  }
  const { name, namespace, uid } = account.metadata;
  const token = randomBytes(24).toString('base64url');
  const expiresAt = Date.now() + seconds * 1000;
  context.cluster.authenticator.add(token, {
    name: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    expiresAt,
    audiences,
  });
  const stamp = (time: number) =>
    new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  context.send(201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid, creationTimestamp: stamp(Date.now()) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: null },
    status: { token, expirationTimestamp: stamp(expiresAt) },
  });
}
