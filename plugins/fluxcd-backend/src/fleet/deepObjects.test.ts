import { findFluxKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { projectResource } from './projectResource';

/** Deeper than any stack. */
const nested = (depth: number) =>
  JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

describe('an object that is nested too deep', () => {
  it.each(['spec', 'status', 'metadata'])(
    'R9: becomes a row as any other, for nothing walks its %s to the ground',
    part => {
      const kind = findFluxKind('helm.toolkit.fluxcd.io', 'HelmRelease')!;
      const deep = nested(400_000);
      const object: any = {
        metadata: { name: 'a', namespace: 'b', uid: 'u', resourceVersion: '1' },
        spec: {},
        status: {},
      };
      for (const field of [
        ...['values', 'sourceRef', 'chart', 'url', 'interval', 'suspend'],
        ...['conditions', 'history', 'inventory', 'artifact', 'a'],
        ...['annotations', 'labels', 'creationTimestamp'],
        ...['lastAppliedRevision', 'lastHandledReconcileAt'],
      ]) {
        object[part][field] = deep;
      }
      const row = projectResource({
        clusterId: 'c1',
        kind,
        version: 'v2',
        object,
      });
      expect(row).toMatchObject({ name: 'a', namespace: 'b', uid: 'u' });
    },
  );
});
