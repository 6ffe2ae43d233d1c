import type { StatusCause } from '../store/ApiError';
import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import type { Context } from './Context';
import type { LogLine } from './LogSource';
import { find } from './read';
import type { Target } from './Target';

interface LogOptions {
  tail?: number;
  bytes?: number;
  since?: number;
  follow: boolean;
  timestamps: boolean;
  previous: boolean;
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

function readOptions(query: URLSearchParams, pod: string): LogOptions {
  const causes: StatusCause[] = [];
  const number = (
    name: string,
    least: number,
    rule: string,
  ): number | undefined => {
    const text = query.get(name);
    if (!text) {
      return undefined;
    }
    const value = Number(text);
    if (!Number.isInteger(value)) {
      throw errors.badRequest(
        `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
      );
    }
    if (value < least) {
      causes.push({
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${value}: ${rule}`,
        field: name,
      });
    }
    return value;
  };
  const sinceTime = query.get('sinceTime');
  if (sinceTime && Number.isNaN(Date.parse(sinceTime))) {
    const shown = JSON.stringify(sinceTime);
    throw errors.badRequest(
      `parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`,
    );
  }
  const tail = number('tailLines', 0, 'must be greater than or equal to 0');
  const bytes = number('limitBytes', 1, 'must be greater than 0');
  const seconds = number('sinceSeconds', 1, 'must be greater than 0');
  if (sinceTime && seconds !== undefined) {
    causes.push({
      reason: 'FieldValueForbidden',
      message:
        'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
      field: '[]',
    });
  }
  if (causes.length > 0) {
    throw errors.invalid({ group: '', kind: 'PodLogOptions' }, pod, causes);
  }
  let since: number | undefined;
  if (sinceTime) {
    since = Date.parse(sinceTime);
  } else if (seconds !== undefined) {
    since = Date.now() - seconds * 1000;
  }
  return {
    tail,
    bytes,
    since,
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    previous: isTrue(query.get('previous')),
  };
}

function chooseContainer(pod: KubeObject, wanted: string | null): string {
  const all = [
    ...(pod.spec.containers ?? []),
    ...(pod.spec.initContainers ?? []),
    ...(pod.spec.ephemeralContainers ?? []),
  ].map((container: any) => container.name);
  const { name } = pod.metadata;
  if (wanted) {
    if (!all.includes(wanted)) {
      throw errors.badRequest(
        `container ${wanted} is not valid for pod ${name}`,
      );
    }
    return wanted;
  }
  const main = pod.spec.containers ?? [];
  if (main.length > 1) {
    throw errors.badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${main
        .map((container: any) => container.name)
        .join(' ')}]`,
    );
  }
  return main[0].name;
}

/** GET of a pod's log. The text comes from the cluster's LogSource; the cutting is done here. */
export function podLog(context: Context, target: Target): void {
  const { response, cluster } = context;
  const pod = find(context, target);
  const { name } = pod.metadata;
  const options = readOptions(context.query, name);
  const container = chooseContainer(pod, context.query.get('container'));
  if (!pod.spec.nodeName) {
    const { 'content-type': _type, ...headers } = context.headers('');
    response.writeHead(204, headers);
    response.end();
    return;
  }
  const status = (pod.status?.containerStatuses ?? []).find(
    (one: any) => one.name === container,
  );
  const request = { pod, container, previous: options.previous };
  const waiting = status?.state?.waiting?.reason;
  if (waiting && waiting !== 'CrashLoopBackOff' && !options.previous) {
    throw errors.badRequest(
      `container "${container}" in pod "${name}" is waiting to start: ${waiting}`,
    );
  }
  const lines = cluster.logs.lines(request);
  if (!lines) {
    throw errors.badRequest(
      `previous terminated container "${container}" in pod "${name}" not found`,
    );
  }
  let left = options.bytes ?? Infinity;
  const encode = (line: LogLine): Buffer => {
    const stamp = options.timestamps
      ? `${line.time.toISOString().replace('Z', '000000Z')} `
      : '';
    const bytes = Buffer.from(`${stamp}${line.text}\n`).subarray(0, left);
    left -= bytes.length;
    return bytes;
  };
  const { since, tail } = options;
  let chosen =
    since === undefined
      ? lines
      : lines.filter(line => line.time.getTime() >= since);
  if (tail !== undefined) {
    chosen = tail === 0 ? [] : chosen.slice(-tail);
  }
  response.writeHead(200, context.headers('text/plain'));
  const text = Buffer.concat(chosen.map(encode));
  if (!options.follow || left <= 0) {
    response.end(text);
    return;
  }
  if (text.length > 0) {
    response.write(text);
  }
  (response as any).flushHeaders?.();
  let stop = (): void => undefined;
  const unsubscribe = cluster.store.subscribe(({ type, object }) => {
    if (type === 'DELETED' && object.metadata.uid === pod.metadata.uid) {
      response.end();
    }
  });
  const close = (): void => {
    stop();
    unsubscribe();
  };
  stop = cluster.logs.follow(request, line => {
    response.write(encode(line));
    if (left <= 0) {
      response.end();
      close();
    }
  });
  response.on('close', close);
}
