import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import type { Attributes } from './Authorizer';
import type { UserInfo } from './UserInfo';

/** The 403 for a resource request; it names the user, the verb and the resource, never the object's content. */
export function forbidden(user: UserInfo, attributes: Attributes): ApiError {
  const { verb, group, resource, subresource, name, namespace } = attributes;
  const full = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return errors.forbidden(
    { group, plural: resource },
    name ?? '',
    `User "${user.name}" cannot ${verb} resource "${full}" in API group "${group}" ${where}`,
  );
}
