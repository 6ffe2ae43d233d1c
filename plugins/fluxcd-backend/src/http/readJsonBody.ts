import { InputError } from '@backstage/errors';
import express from 'express';
import { RequestError } from './RequestError';

/**
 * Largest body, inflated, in bytes: a kubeconfig of 64 KiB plus a CA bundle, written as JSON with escapes.
 */
const MAX_BODY_BYTES = 256 * 1024;

const parse = express.json({ limit: MAX_BODY_BYTES, type: () => true });

/** A NUL is legal JSON and legal JavaScript, and PostgreSQL refuses it. Not recursive: JSON nests deeper than a stack. */
function holdsNul(root: unknown): boolean {
  const open: unknown[] = [root];
  while (open.length) {
    const value = open.pop();
    if (typeof value === 'string' && value.includes('\0')) return true;
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) open.push(key, inner);
    }
  }
  return false;
}

/** The JSON object in the body of a request; anything else is refused. */
export async function readJsonBody(
  req: express.Request,
  res: express.Response,
): Promise<Record<string, unknown>> {
  const type = req.is('application/json');
  if (type === false) {
    throw new RequestError(
      'UnsupportedMediaTypeError',
      'Content-Type: must be application/json',
    );
  }
  if (type === null) throw new InputError('body: must be a JSON object');
  await new Promise<void>((resolve, reject) =>
    parse(req, res, error => (error ? reject(error) : resolve())),
  );
  const body: unknown = req.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InputError('body: must be a JSON object');
  }
  if (holdsNul(body)) {
    throw new InputError('body: must not hold NUL characters');
  }
  return body as Record<string, unknown>;
}
