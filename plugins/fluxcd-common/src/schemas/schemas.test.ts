import {
  clusterNameSchema,
  createClusterSchema,
  createOperationSchema,
  MAX_KUBECONFIG_LENGTH,
  resourceQuerySchema,
} from '.';

type Result = {
  error?: { issues: { path: PropertyKey[]; message: string }[] };
};
const problems = (result: Result) =>
  (result.error?.issues ?? []).map(i => `${i.path.join('.')}: ${i.message}`);

describe('the name of a cluster', () => {
  it.each(['a', 'prod-eu-1', '1', 'a'.repeat(63)])('may be %s', name => {
    expect(clusterNameSchema.safeParse(name).success).toBe(true);
  });

  it.each(['', 'A', '-a', 'a-', 'a.b', 'a b', 'a/b', 'a\n', 'a'.repeat(64)])(
    'may not be %j',
    name => {
      expect(problems(clusterNameSchema.safeParse(name))[0]).toContain(
        'must be an RFC 1123 label',
      );
    },
  );
});

describe('a new cluster', () => {
  const token = {
    name: 'prod',
    credentials: { type: 'token', server: 'https://x', token: 't' },
  };

  it('needs a name and credentials', () => {
    expect(createClusterSchema.safeParse(token).success).toBe(true);
    expect(
      problems(createClusterSchema.safeParse({ name: 'prod' }))[0],
    ).toMatch(/^credentials: /);
  });

  it('refuses fields that it does not know, also inside the credentials', () => {
    expect(
      problems(createClusterSchema.safeParse({ ...token, exec: 'x' }))[0],
    ).toContain('"exec"');
    expect(
      problems(
        createClusterSchema.safeParse({
          ...token,
          credentials: { ...token.credentials, tokenFile: '/etc/passwd' },
        }),
      )[0],
    ).toContain('"tokenFile"');
  });

  it('names the field and the limit, never the value', () => {
    const secret = 's3cret'.repeat(MAX_KUBECONFIG_LENGTH / 6 + 1);
    const result = createClusterSchema.safeParse({
      name: 'prod',
      credentials: { type: 'kubeconfig', kubeconfig: secret },
    });
    expect(problems(result)).toEqual([
      `credentials.kubeconfig: must be at most ${MAX_KUBECONFIG_LENGTH} characters`,
    ]);
    expect(JSON.stringify(result.error)).not.toContain('s3cret');
  });

  it('takes at most 64 labels', () => {
    const labels = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`l${i}`, 'x']),
      );
    expect(
      createClusterSchema.safeParse({ ...token, labels: labels(64) }).success,
    ).toBe(true);
    expect(
      problems(createClusterSchema.safeParse({ ...token, labels: labels(65) })),
    ).toEqual(['labels: must hold at most 64 labels']);
  });
});

describe('a query for resources', () => {
  it('makes lists of single values and fills in defaults', () => {
    expect(
      resourceQuerySchema.parse({
        cluster: 'a',
        kind: ['Kustomization', 'HelmRelease'],
        status: 'failed',
        limit: '20',
      }),
    ).toEqual({
      cluster: ['a'],
      kind: ['Kustomization', 'HelmRelease'],
      status: ['failed'],
      sort: 'status',
      order: 'asc',
      limit: 20,
    });
    expect(resourceQuerySchema.parse({}).limit).toBe(50);
  });

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '501' }, 'limit'],
    [{ limit: 'many' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ status: 'broken' }, 'status'],
    [{ status: ['ready', 'broken'] }, 'status'],
    [{ sort: 'uid; drop table' }, 'sort'],
    [{ order: 'up' }, 'order'],
    [{ cluster: { $ne: '' } }, 'cluster'],
    [{ text: 'x'.repeat(201) }, 'text'],
    [{ nope: '1' }, '"nope"'],
  ])('refuses %j by name', (query, field) => {
    expect(problems(resourceQuerySchema.safeParse(query))[0]).toContain(field);
  });
});

describe('a new operation', () => {
  const targets = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ resourceId: `r${i}` }));

  it('reconciles without the source unless told so', () => {
    expect(
      createOperationSchema.parse({ type: 'reconcile', targets: targets(1) }),
    ).toEqual({ type: 'reconcile', withSource: false, targets: targets(1) });
  });

  it('has one to a hundred targets', () => {
    const parse = (count: number) =>
      problems(
        createOperationSchema.safeParse({
          type: 'reconcile',
          targets: targets(count),
        }),
      );
    expect(parse(0)).toEqual(['targets: must name at least one resource']);
    expect(parse(100)).toEqual([]);
    expect(parse(101)).toEqual(['targets: must name at most 100 resources']);
  });
});
