import { toResponseError } from './toResponseError';

const status = (code: number, reason: string, message = 'details') =>
  JSON.stringify({ kind: 'Status', code, reason, message });

describe('toResponseError', () => {
  it.each([
    [301, '', 'text/html', 'not-kubernetes'],
    [307, '', undefined, 'not-kubernetes'],
    [200 + 204, '<html>', 'text/html; charset=utf-8', 'not-kubernetes'],
    [401, '<html>', 'text/html', 'not-kubernetes'],
    [403, '<html>', 'TEXT/HTML', 'not-kubernetes'],
    [400, 'bad', 'text/plain', 'not-kubernetes'],
    [400, status(400, 'BadRequest'), 'application/json', 'invalid'],
    [401, status(401, 'Unauthorized'), 'application/json', 'unauthorized'],
    [401, '', undefined, 'unauthorized'],
    [403, status(403, 'Forbidden'), 'application/json', 'forbidden'],
    [404, '404 page not found\n', 'text/plain; charset=utf-8', 'not-found'],
    [404, status(404, 'NotFound'), 'application/json', 'not-found'],
    [405, status(405, 'MethodNotAllowed'), 'application/json', 'invalid'],
    [408, '', undefined, 'timeout'],
    [409, status(409, 'Conflict'), 'application/json', 'conflict'],
    [410, status(410, 'Expired'), 'application/json', 'expired'],
    [413, status(413, 'RequestEntityTooLarge'), 'application/json', 'invalid'],
    [415, status(415, 'UnsupportedMediaType'), 'application/json', 'invalid'],
    [422, status(422, 'Invalid'), 'application/json', 'invalid'],
    [429, status(429, 'TooManyRequests'), 'application/json', 'rate-limited'],
    [500, status(500, 'InternalError'), 'application/json', 'server-error'],
    [502, '<html>', 'text/html', 'server-error'],
    [503, '', undefined, 'server-error'],
    [504, status(504, 'Timeout'), 'application/json', 'timeout'],
  ])('takes %i with %j (%s) for %s', (code, body, contentType, reason) => {
    const error = toResponseError({
      host: 'api.example.com',
      status: code,
      contentType,
      body,
    });
    expect(error).toMatchObject({ reason, status: code });
    expect(error.message).toContain('api.example.com');
  });

  it.each([
    [504, 'Timeout', 'x', { causes: [{ reason: 'ResourceVersionTooLarge' }] }],
    [
      500,
      'Timeout',
      'x',
      { causes: [{ message: 'Too large resource version' }] },
    ],
    [504, 'Timeout', 'Too large resource version: 9, current: 5', undefined],
    [400, 'Expired', 'x', null],
  ])(
    'takes a version that the server cannot continue at for expired: %i %s %s %j',
    (code, reason, message, details) => {
      const body = JSON.stringify({
        ...JSON.parse(status(code, reason, message)),
        details,
      });
      const error = toResponseError({ host: 'a', status: code, body });
      expect(error).toMatchObject({ reason: 'expired', status: code });
    },
  );

  it.each([
    [504, 'Timeout', 'x', { causes: 'ResourceVersionTooLarge' }, 'timeout'],
    [504, 'Timeout', 'x', { causes: [null, 1] }, 'timeout'],
    [500, 'InternalError', 'Too large resource version', {}, 'server-error'],
    [500, 'StoreReadError', 'x', undefined, 'server-error'],
  ])(
    'takes nothing else for that: %i %s %s %j',
    (code, reason, message, details, is) => {
      const body = JSON.stringify({
        ...JSON.parse(status(code, reason, message)),
        details,
      });
      const error = toResponseError({ host: 'a', status: code, body });
      expect(error.reason).toBe(is);
    },
  );

  it.each([
    ['7', 7],
    ['999999', 300],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['-1', undefined],
    [undefined, undefined],
  ])('reads Retry-After: %s', (retryAfter, seconds) => {
    const error = toResponseError({
      host: 'a',
      status: 429,
      retryAfter,
      body: '',
    });
    expect(error.retryAfterSeconds).toBe(seconds);
  });

  it('quotes the message of a Status for 403 and 422 only, without credentials and length', () => {
    const canary = 'canary-5f3a-5f3a';
    const message = `User "x" cannot list; Bearer ${canary} ${'y '.repeat(
      2000,
    )}`;
    for (const code of [403, 422]) {
      const error = toResponseError({
        host: 'a',
        status: code,
        body: status(code, 'Some', message),
      });
      expect(error.message).toContain('User "x" cannot list');
      expect(error.message).not.toContain(canary);
      expect(error.message.length).toBeLessThan(600);
    }
    for (const code of [400, 401, 404, 409, 429, 500]) {
      const error = toResponseError({
        host: 'a',
        status: code,
        body: status(code, 'Some', message),
      });
      expect(error.message).not.toContain('User');
    }
  });

  it('keeps the reason of a Status when it is a word', () => {
    const read = (reason: string) =>
      toResponseError({ host: 'a', status: 410, body: status(410, reason) })
        .statusReason;
    expect(read('Expired')).toBe('Expired');
    expect(read('<b>Expired</b>')).toBeUndefined();
  });
});
