import { isIP } from 'node:net';
import { InputError } from '@backstage/errors';

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

export function parseTlsServerName(text: string, field: string): string {
  if (!HOST_NAME.test(text) || isIP(text)) {
    throw new InputError(`${field} must be a host name`);
  }
  return text.toLowerCase();
}
