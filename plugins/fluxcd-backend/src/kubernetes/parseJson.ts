/** Fails with SyntaxError when the bytes are no JSON. */
export function parseJson(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}
