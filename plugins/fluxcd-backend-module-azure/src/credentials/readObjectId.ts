/** The object id in an access token of Entra ID; the signature is the audience's business. Fails when there is none. */
export function readObjectId(token: string): string {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url');
  let oid: unknown;
  try {
    oid = JSON.parse(payload.toString('utf8')).oid;
  } catch {
    oid = undefined;
  }
  if (typeof oid !== 'string' || !/^[0-9a-f-]{36}$/i.test(oid)) {
    throw new Error('The token of the identity does not say its object id');
  }
  return oid.toLowerCase();
}
