import {
  FLUX_KINDS,
  findFluxKind,
  type FluxKind,
  type FluxObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import fc from 'fast-check';
import { resourceId } from '../database/resourceId';
import { projectResource } from './projectResource';

const KUSTOMIZATION = findFluxKind(
  'kustomize.toolkit.fluxcd.io',
  'Kustomization',
) as FluxKind;

function project(
  object: object,
  kind: FluxKind = KUSTOMIZATION,
  version = 'v1',
) {
  return projectResource({
    clusterId: 'c1',
    kind,
    version,
    object: object as FluxObject,
  });
}

const metadata = {
  name: 'apps',
  namespace: 'flux-system',
  uid: 'u1',
  resourceVersion: '7',
  generation: 1,
  creationTimestamp: '2026-11-20T10:00:00Z',
};

function fits(value: unknown, limit: number): boolean {
  return typeof value === 'string' && value.length <= limit;
}

const ready = (message: string) => ({
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      reason: 'ReconciliationSucceeded',
      message,
      lastTransitionTime: '2026-11-20T10:01:00Z',
    },
  ],
});

describe('projectResource', () => {
  it('makes a row of what a reader needs', () => {
    const row = project({
      metadata: {
        ...metadata,
        labels: { 'backstage.io/kubernetes-id': 'web', other: 'unseen' },
      },
      spec: {
        path: './apps',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
      },
      status: {
        ...ready('Applied revision: main@sha1:abc'),
        lastAppliedRevision: 'main@sha1:abc',
        lastAttemptedRevision: 'main@sha1:def',
      },
    });
    expect(row).toEqual({
      row_digest: expect.stringMatching(/^[0-9a-f]{32}$/),
      inventory_digest: null,
      managed: '',
      id: resourceId({
        clusterId: 'c1',
        group: 'kustomize.toolkit.fluxcd.io',
        kind: 'Kustomization',
        namespace: 'flux-system',
        name: 'apps',
      }),
      cluster_id: 'c1',
      api_group: 'kustomize.toolkit.fluxcd.io',
      version: 'v1',
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'apps',
      uid: 'u1',
      resource_version: '7',
      status: 'ready',
      status_rank: 6,
      stalled: false,
      retrying: false,
      suspended: false,
      ready: 'True',
      reason: 'ReconciliationSucceeded',
      message: 'Applied revision: main@sha1:abc',
      revision: 'main@sha1:abc',
      attempted_revision: 'main@sha1:def',
      source_group: 'source.toolkit.fluxcd.io',
      source_kind: 'GitRepository',
      source_namespace: 'flux-system',
      source_name: 'fleet',
      url: null,
      facts: '{"path":"./apps"}',
      suspended_by: null,
      suspended_reason: null,
      suspended_at: null,
      status_since: '2026-11-20T10:01:00.000Z',
      kubernetes_id: 'web',
      last_reconciled_at: null,
      created_at: '2026-11-20T10:00:00.000Z',
      history_digest: null,
      runs: [],
    });
  });

  it('takes along who suspended it, why and when, but no secret that slipped into the reason', () => {
    const annotations = {
      'backstage.fluxcd.io/suspendedBy': 'user:default/ada',
      'backstage.fluxcd.io/suspendedReason': 'load test, password=hunter2!',
      'backstage.fluxcd.io/suspendedAt': '2026-11-20T10:00:00Z',
    };
    const row = project({
      metadata: { ...metadata, annotations },
      spec: { suspend: true },
    });
    expect(row).toMatchObject({
      suspended: true,
      suspended_by: 'user:default/ada',
      suspended_reason: 'load test, password=***',
      suspended_at: '2026-11-20T10:00:00.000Z',
    });
    expect(
      project({ metadata: { ...metadata, annotations }, spec: {} }),
    ).toMatchObject({ suspended: false, suspended_by: null });
  });

  it('keeps the id over re-creation, and gives another to every neighbour', () => {
    const id = project({ metadata }).id;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(project({ metadata: { ...metadata, uid: 'u2' } }).id).toBe(id);
    expect(project({ metadata }, KUSTOMIZATION, 'v1beta2').id).toBe(id);
    expect(project({ metadata: { ...metadata, name: 'app' } }).id).not.toBe(id);
    // Parts do not run into each other.
    expect(
      project({
        metadata: { ...metadata, namespace: 'flux', name: '-systemapps' },
      }).id,
    ).not.toBe(id);
  });

  it('takes nothing secret along, wherever it is put', () => {
    const canary = 'CANARY-s3cr3t';
    for (const kind of FLUX_KINDS) {
      const row = project(
        {
          metadata: {
            ...metadata,
            annotations: {
              'kubectl.kubernetes.io/last-applied-configuration': canary,
              token: canary,
            },
            labels: { token: canary },
            managedFields: [{ manager: canary }],
          },
          spec: {
            url: `https://user:${canary}@example.com/x?sig=${canary}#${canary}`,
            endpoint: `user:${canary}@example.com`,
            bucketName: 'b',
            address: `https://hooks.example.com/${canary}`,
            sync: { url: `https://${canary}@example.com/x?y=${canary}` },
            secretRef: { name: canary },
            values: { password: canary },
            valuesFrom: [{ name: canary }],
            postBuild: { substitute: { KEY: canary } },
            inputs: [{ password: canary }],
            patches: [{ patch: canary }],
            decryption: { secretRef: { name: canary } },
          },
          status: {
            webhookPath: `/hook/${canary}`,
            url: `http://source/${canary}`,
            exportedInputs: [{ token: canary }],
            artifact: { url: `http://source/${canary}`, revision: 'sha256:1' },
            ...ready(
              `failed to clone https://git:${canary}@example.com/: password=${canary}`,
            ),
          },
        },
        kind,
      );
      expect(JSON.stringify(row)).not.toContain(canary);
    }
  });

  it('makes the same text of the same facts, whatever else of the object moves', () => {
    const at = (heartbeat: string) =>
      project(
        {
          metadata: { ...metadata, resourceVersion: heartbeat },
          spec: { path: './apps', interval: heartbeat, timeout: heartbeat },
          status: { lastHandledReconcileAt: heartbeat },
        },
        KUSTOMIZATION,
      ).facts;
    expect(at('1')).toBe(at('2'));
    expect(project({ metadata }).facts).toBeNull();
  });

  it('hides the path of a webhook, which controllers write into messages', () => {
    const { message } = project(
      {
        metadata,
        status: ready(
          `Receiver initialized for path: /hook/${'0123abcd'.repeat(8)}`,
        ),
      },
      findFluxKind('notification.toolkit.fluxcd.io', 'Receiver') as FluxKind,
    );
    expect(message).toBe('Receiver initialized for path: /hook/***');
  });

  it('strips the URL of a source to scheme, host and path', () => {
    const row = project(
      { metadata, spec: { url: 'https://u:p@example.com:8443/a/b.git?x=1#y' } },
      findFluxKind('source.toolkit.fluxcd.io', 'GitRepository') as FluxKind,
    );
    expect(row.url).toBe('https://example.com:8443/a/b.git');
  });

  it('caps a message at 4 KiB of UTF-8 and at whole characters', () => {
    const { message } = project({
      metadata,
      status: ready('🚀'.repeat(500_000)),
    });
    expect(Buffer.byteLength(message as string)).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(message as string)).toBeGreaterThan(4000);
    expect(message).toMatch(/^(🚀)+…$/u);
  });

  it('replaces what databases refuse: NUL and lone surrogates', () => {
    const bad = 'a\0b\ud800c\udc00d';
    const row = project({
      metadata: { ...metadata, name: bad, uid: bad },
      spec: { path: bad, sourceRef: { kind: bad, name: bad } },
      status: {
        ...ready(bad),
        lastAppliedRevision: `${'x'.repeat(511)}🚀`,
      },
    });
    expect(JSON.stringify(row)).not.toMatch(/\\u0000|\\ud800|\\udc00/i);
    expect(row.name).toBe('a\uFFFDb\uFFFDc\uFFFDd');
    expect(row.revision).toBe(`${'x'.repeat(511)}\uFFFD`);
  });

  it('survives a time that is none, and cannot even be made a text', () => {
    for (const creationTimestamp of [{ toString: 'x', valueOf: 1 }, [], 7]) {
      const row = project({
        metadata: { ...metadata, creationTimestamp },
      });
      expect(row.created_at).toBe('1970-01-01T00:00:00.000Z');
    }
  });

  it('fits every column, whatever the cluster sends', () => {
    const columns: Record<string, number> = {
      version: 32,
      namespace: 63,
      name: 253,
      uid: 64,
      resource_version: 64,
      reason: 255,
      revision: 512,
      attempted_revision: 512,
      source_group: 128,
      source_kind: 63,
      source_namespace: 63,
      source_name: 253,
      url: 2048,
      facts: 8000,
      suspended_by: 255,
      suspended_reason: 512,
      suspended_at: 24,
      status_since: 24,
      last_reconciled_at: 24,
      created_at: 24,
    };
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('x'.repeat(3_000), '', 'True', 'False', '+275760-01-01'),
    );
    const any = fc.oneof(text, fc.jsonValue());
    fc.assert(
      fc.property(
        fc.constantFrom(...FLUX_KINDS),
        text,
        any,
        any,
        any,
        fc.anything(),
        (kind, name, a, b, c, anything) => {
          const row = project(
            {
              metadata: {
                name,
                namespace: a,
                uid: name,
                resourceVersion: name,
                creationTimestamp: b,
                deletionTimestamp: c,
                annotations: {
                  'backstage.fluxcd.io/suspendedBy': name,
                  'backstage.fluxcd.io/suspendedReason': name,
                  'backstage.fluxcd.io/suspendedAt': b,
                },
              },
              spec: {
                url: a,
                type: name,
                events: [name],
                path: name,
                suspend: b,
                sourceRef: { kind: name, name: name, apiVersion: a },
                chart: anything,
              },
              status: {
                conditions: [
                  { type: 'Ready', status: a, reason: name, message: name },
                  anything,
                ],
                lastAppliedRevision: name,
                history: anything,
                artifact: { revision: name, lastUpdateTime: c },
              },
            },
            kind,
            name || 'v1',
          );
          const values = row as unknown as Record<string, unknown>;
          const tooLong = Object.entries(columns).filter(
            ([column, limit]) =>
              values[column] !== null && !fits(values[column], limit),
          );
          expect(tooLong).toEqual([]);
        },
      ),
    );
  });
});
