import type { LogLine, LogRequest, LogSource } from '../server/LogSource';

const INTERVAL_MS = 1000;
/** Of a pod that runs for days only the newest lines exist. */
const MOST_LINES = 2000;

function statusOf({ pod, container }: LogRequest): any {
  return (pod.status?.containerStatuses ?? []).find(
    (status: any) => status.name === container,
  );
}

function line(
  { pod, container }: LogRequest,
  index: number,
  time: number,
): LogLine {
  const { namespace, name } = pod.metadata;
  // Different from line to line, the same at every reading.
  const took = 3 + ((index * 7 + name.length) % 60);
  return {
    time: new Date(time),
    text: `${namespace}/${name}/${container} line ${index} handled request in ${took}ms`,
  };
}

/** Logs that follow from the age of a container: one line per second since it started. */
export class GeneratedLogs implements LogSource {
  lines(request: LogRequest): LogLine[] | undefined {
    const status = statusOf(request);
    if (request.previous && !status?.restartCount) {
      return undefined;
    }
    const started = Date.parse(
      (request.previous ? undefined : status?.state?.running?.startedAt) ??
        request.pod.metadata.creationTimestamp ??
        '',
    );
    const end = request.previous ? started + 140_000 : Date.now();
    const count = Math.max(0, Math.floor((end - started) / INTERVAL_MS)) + 1;
    const first = Math.max(0, count - MOST_LINES);
    return Array.from({ length: count - first }, (_, i) =>
      line(request, first + i, started + (first + i) * INTERVAL_MS),
    );
  }

  follow(request: LogRequest, listener: (line: LogLine) => void): () => void {
    let index = this.lines(request)?.length ?? 0;
    const timer = setInterval(() => {
      listener(line(request, index, Date.now()));
      index += 1;
    }, INTERVAL_MS);
    return () => clearInterval(timer);
  }
}
