import { createClusterSchema } from './cluster';

const cluster = (change: object = {}) => ({
  name: 'production',
  credentials: {
    type: 'token',
    server: 'https://api.example.com',
    token: 'abc',
  },
  ...change,
});

describe('createClusterSchema', () => {
  it('takes a cluster with everything', () => {
    const everything = cluster({
      title: 'Produktion — Größe 🚀',
      description: 'Serves customers.',
      environment: 'production',
      labels: { 'example.com/tier': 'gold', team: '', 'a.b_c-d': 'x.Y_1' },
      allowFailedTest: false,
    });
    expect(createClusterSchema.parse(everything)).toEqual(everything);
  });

  it.each([
    '',
    'x'.repeat(64),
    'Production',
    'größe',
    'prоd', // Cyrillic o
    '🚀',
    '\u202eprod',
    'prod.',
    '..',
    '.',
    '%2e%2e',
    'a/b',
    'a\\b',
    '__proto__',
    'a_b',
    '-a',
    'a-',
    'a\n',
  ])('refuses the name %j', name => {
    const result = createClusterSchema.safeParse(cluster({ name }));
    expect(result.error?.issues[0]).toMatchObject({
      path: ['name'],
      message: expect.stringContaining('RFC 1123 label'),
    });
  });

  it.each([
    ['title', 'x'.repeat(129)],
    ['title', 'a\u0000b'],
    ['title', 'a\nb'],
    ['title', 'safe\u202egnp.exe'],
    ['title', 'a\u2066b'],
    ['description', 'x'.repeat(1025)],
    ['description', 'a\u001b[31m'],
    ['environment', 'x'.repeat(64)],
    ['environment', 'a\u007f'],
    ['labels', { '': 'x' }],
    ['labels', { 'a b': 'x' }],
    ['labels', { [`${'k'.repeat(64)}`]: 'x' }],
    ['labels', { '-a': 'x' }],
    ['labels', { a: 'x y' }],
    ['labels', { a: 'x'.repeat(64) }],
    ['labels', { a: 1 }],
    ['labels', { __PROTO__: 'x' }],
    ['labels', { _a: 'x' }],
    [
      'labels',
      Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, ''])),
    ],
    ['unknown', 1],
  ])('refuses the %s %j', (field, value) => {
    const result = createClusterSchema.safeParse(cluster({ [field]: value }));
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(field);
  });

  it('is not misled by the name of a prototype', () => {
    const labels = JSON.parse('{"__proto__": {"polluted": "x"}, "a": "b"}');
    const result = createClusterSchema.safeParse(cluster({ labels }));
    expect(result.data?.labels ?? {}).not.toHaveProperty('polluted');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
