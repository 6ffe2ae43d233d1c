import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import type { Kind } from '../store/Kind';
import type { KubeObject } from '../store/ObjectStore';
import type { Context } from './Context';
import { decode } from './decode';
import { find, sendObject } from './read';
import { parseSelectors } from './selectors';
import { serialize } from './serialize';
import { decodeProtobuf } from './protobuf';
import type { Target } from './Target';
import { parseWriteOptions } from './writeOptions';

interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: string;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun: boolean;
}

/** Milliseconds that the simulated kubelet takes at most to stop a pod, whatever its grace period. */
const KUBELET_MS = 1000;

async function readOptions(context: Context): Promise<DeleteOptions> {
  const { query, request } = context;
  const body = await context.body();
  const type = decode.mediaType(request.headers['content-type']);
  let given: any;
  if (body.length > 0) {
    if (type === 'application/vnd.kubernetes.protobuf') {
      given = decodeProtobuf(body) ?? {};
    } else if (
      type &&
      !['application/json', 'application/yaml'].includes(type)
    ) {
      throw decode.unsupported(
        'application/json, application/yaml, application/vnd.kubernetes.protobuf',
      );
    }
    given ??= decode.patch(body);
  }
  given ??= {};
  const { dryRun } = parseWriteOptions(query, 'DeleteOptions');
  const grace = query.get('gracePeriodSeconds');
  const propagationPolicy =
    given.propagationPolicy ?? query.get('propagationPolicy') ?? undefined;
  if (
    propagationPolicy &&
    !['Foreground', 'Background', 'Orphan'].includes(propagationPolicy)
  ) {
    throw errors.invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          propagationPolicy,
        )}: supported values: "Foreground", "Background", "Orphan", "nil"`,
        field: 'propagationPolicy',
      },
    ]);
  }
  return {
    gracePeriodSeconds:
      given.gracePeriodSeconds ?? (grace === null ? undefined : Number(grace)),
    propagationPolicy,
    preconditions: given.preconditions,
    dryRun: dryRun || (given.dryRun ?? []).includes('All'),
  };
}

function checkPreconditions(
  kind: Kind,
  object: KubeObject,
  options: DeleteOptions,
): void {
  const { uid, resourceVersion, name } = object.metadata;
  const wanted = options.preconditions;
  const refuse = (why: string): ApiError =>
    errors.conflict(
      { group: kind.group, plural: kind.kind, kind: kind.kind },
      name,
      why,
    );
  if (wanted?.uid && wanted.uid !== uid) {
    throw refuse(
      `the UID in the precondition (${wanted.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (wanted?.resourceVersion && wanted.resourceVersion !== resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${wanted.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}

/** How long a pod may take; it goes at once when no node runs it. */
function graceOf(
  kind: Kind,
  object: KubeObject,
  options: DeleteOptions,
): number {
  if (kind.kind !== 'Pod' || !object.spec?.nodeName) {
    return 0;
  }
  return (
    options.gracePeriodSeconds ??
    object.spec.terminationGracePeriodSeconds ??
    30
  );
}

function removeOne(
  context: Context,
  kind: Kind,
  object: KubeObject,
  options: DeleteOptions,
): { object: KubeObject; gone: boolean } {
  const { store } = context;
  const finalizer = {
    Foreground: 'foregroundDeletion',
    Orphan: 'orphan',
  }[options.propagationPolicy ?? ''];
  const grace = graceOf(kind, object, options);
  const result = store.remove({
    kind,
    object,
    finalizer,
    gracePeriodSeconds: grace,
    dryRun: options.dryRun,
  });
  if (grace > 0 && !options.dryRun && !object.metadata.deletionTimestamp) {
    setTimeout(
      () => store.finish(kind, object),
      Math.min(grace * 1000, KUBELET_MS),
    ).unref();
  }
  return result;
}

/** DELETE of one object. */
export async function remove(context: Context, target: Target): Promise<void> {
  const { kind } = target;
  const options = await readOptions(context);
  const object = find(context, target);
  checkPreconditions(kind, object, options);
  const { object: left, gone } = removeOne(context, kind, object, options);
  // Pods are answered as objects even when they are gone.
  if (!gone || kind.kind === 'Pod') {
    sendObject(context, target, 200, left);
    return;
  }
  context.send(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(kind.group ? { group: kind.group } : {}),
      kind: kind.plural,
      uid: object.metadata.uid,
    },
  });
}

/** DELETE of a collection; answers the objects as they were. */
export async function removeCollection(
  context: Context,
  target: Target,
): Promise<void> {
  const { kind, version } = target;
  const { store, info, query } = context;
  const options = await readOptions(context);
  const matches = parseSelectors(query, kind);
  const found = store
    .storeOf(kind)
    .list(info.namespace || undefined)
    .filter(object => !matches || matches(object));
  const items = found.map(object =>
    serialize.item(object, kind, version.version),
  );
  found.forEach(object => removeOne(context, kind, object, options));
  const apiVersion = serialize.apiVersionOf(kind, version.version);
  const metadata = JSON.stringify({ resourceVersion: String(store.version) });
  context.sendJson(
    200,
    `{"kind":"${
      kind.listKind
    }","apiVersion":"${apiVersion}","metadata":${metadata},"items":[${items.join(
      ',',
    )}]}`,
  );
}
