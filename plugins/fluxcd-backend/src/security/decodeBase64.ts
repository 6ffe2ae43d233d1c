import { InputError } from '@backstage/errors';

/** Base64 as kubeconfigs use it; line breaks inside are accepted. Buffer.from alone skips what it does not know. */
export function decodeBase64(text: string, field: string): string {
  const compact = text.replace(/\s+/g, '');
  const bytes = Buffer.from(compact, 'base64');
  if (compact === '' || bytes.toString('base64') !== compact) {
    throw new InputError(`${field} must be valid base64`);
  }
  return bytes.toString('utf8');
}
