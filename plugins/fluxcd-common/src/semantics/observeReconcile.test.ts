import steps from './__fixtures__/steps.json';
import type { FluxObject } from './FluxObject';
import { observeReconcile } from './observeReconcile';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

describe('observeReconcile', () => {
  const object = (
    status: object,
    metadata: object = {},
    spec: object = {},
  ): FluxObject => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      name: 'podinfo',
      namespace: 'apps',
      uid: 'u1',
      generation: 2,
      ...metadata,
    },
    spec: { ...spec },
    status: { observedGeneration: 2, ...status },
  });
  const request = { token: 't1', uid: 'u1' };
  const readyTrue = {
    type: 'Ready',
    status: 'True',
    reason: 'ReconciliationSucceeded',
    message: 'Applied',
    observedGeneration: 2,
  };

  it('says gone when the API server has no such object', () => {
    expect(observeReconcile(undefined, request)).toMatchObject({
      outcome: 'gone',
    });
  });

  it('says gone when another object took the name, ready or not', () => {
    const seen = observeReconcile(
      object(
        { lastHandledReconcileAt: 't1', conditions: [readyTrue] },
        { uid: 'u2' },
      ),
      request,
    );
    expect(seen).toMatchObject({ state: 'done', outcome: 'gone' });
  });

  it('does not take an earlier token for ours', () => {
    expect(
      observeReconcile(
        object({ lastHandledReconcileAt: 't0', conditions: [readyTrue] }),
        request,
      ).state,
    ).toBe('pending');
  });

  it('accepts the token of a later request that replaced ours', () => {
    expect(
      observeReconcile(
        object(
          { lastHandledReconcileAt: 't2', conditions: [readyTrue] },
          { annotations: { [REQUESTED_AT]: 't2' } },
        ),
        request,
      ),
    ).toMatchObject({ outcome: 'ready' });
  });

  it('but not while that later request is still open', () => {
    expect(
      observeReconcile(
        object(
          { lastHandledReconcileAt: 't0', conditions: [readyTrue] },
          { annotations: { [REQUESTED_AT]: 't2' } },
        ),
        request,
      ).state,
    ).toBe('pending');
  });

  it('waits for the generation that was edited in meanwhile', () => {
    expect(
      observeReconcile(
        object(
          { lastHandledReconcileAt: 't1', conditions: [readyTrue] },
          { generation: 3 },
        ),
        request,
      ).state,
    ).toBe('pending');
  });

  it('waits while Reconciling stands beside Ready=True', () => {
    expect(
      observeReconcile(
        object({
          lastHandledReconcileAt: 't1',
          conditions: [
            readyTrue,
            {
              type: 'Reconciling',
              status: 'True',
              reason: 'Progressing',
              message: 'Building manifests',
            },
          ],
        }),
        request,
      ),
    ).toEqual({ state: 'pending', message: 'Building manifests' });
  });

  it('waits when a newer revision cancelled the health check', () => {
    expect(
      observeReconcile(
        object({
          lastHandledReconcileAt: 't1',
          conditions: [
            { type: 'Ready', status: 'False', reason: 'HealthCheckCanceled' },
          ],
        }),
        request,
      ).state,
    ).toBe('pending');
  });

  it('waits while a Kustomization that failed before is at work', () => {
    expect(
      observeReconcile(
        object({
          lastHandledReconcileAt: 't1',
          conditions: [
            { type: 'Ready', status: 'False', reason: 'BuildFailed' },
            { type: 'Reconciling', status: 'True', reason: 'Progressing' },
          ],
        }),
        request,
      ).state,
    ).toBe('pending');
  });

  it('says why Flux gave up, not what it tried last', () => {
    const exhausted = structuredClone(
      steps.steps['helmrelease-life: retries exhausted'],
    ) as unknown as FluxObject;
    expect(
      observeReconcile(exhausted, {
        token: exhausted.status!.lastHandledReconcileAt as string,
        uid: exhausted.metadata.uid!,
      }),
    ).toMatchObject({
      outcome: 'failed',
      message: 'Failed to upgrade after 2 attempt(s)',
    });
  });

  it('names the revision that failed, not the one that still runs', () => {
    expect(
      observeReconcile(
        object({
          lastHandledReconcileAt: 't1',
          lastAppliedRevision: 'main@sha1:aaa',
          lastAttemptedRevision: 'main@sha1:bbb',
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'BuildFailed',
              message: 'kustomize build failed',
            },
          ],
        }),
        request,
      ),
    ).toEqual({
      state: 'done',
      outcome: 'failed',
      message: 'kustomize build failed',
      revision: 'main@sha1:bbb',
    });
  });
});
