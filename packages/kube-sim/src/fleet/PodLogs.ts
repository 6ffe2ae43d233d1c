import { GeneratedLogs } from '../cluster/GeneratedLogs';
import type { LogLine, LogRequest, LogSource } from '../server/LogSource';
import { fluxLogLine } from './fluxLogLine';
import { Upstreams } from './Upstreams';

const INTERVAL_MS = 2000;
const MOST_LINES = 500;

/** What containers of a fleet write: controllers of Flux in their JSON, crashing images their last words. */
export class PodLogs implements LogSource {
  readonly #upstreams: Upstreams;
  readonly #generated = new GeneratedLogs();

  constructor(options: { upstreams: Upstreams }) {
    this.#upstreams = options.upstreams;
  }

  lines(request: LogRequest): LogLine[] | undefined {
    const status = request.pod.status?.containerStatuses?.find(
      (item: any) => item.name === request.container,
    );
    const fault = this.#upstreams.imageFault(status?.image ?? '');
    if (fault?.fails === 'crash') {
      if (request.previous && !status.restartCount) return undefined;
      const last = status.lastState?.terminated ?? status.state?.terminated;
      const end = last ? Date.parse(last.finishedAt) : Date.now();
      const log = fault.log ?? [
        'starting',
        'panic: runtime error: invalid memory address or nil pointer dereference',
        'exit status 2',
      ];
      return log.map((text, index) => ({
        time: new Date(end - (log.length - index) * 20),
        text,
      }));
    }
    if (!this.#isFlux(request)) return this.#generated.lines(request);
    if (request.previous) return undefined;
    const now = Date.now();
    const started = Date.parse(status?.state?.running?.startedAt ?? '') || now;
    const first = Math.max(
      Math.ceil(started / INTERVAL_MS),
      Math.floor(now / INTERVAL_MS) - MOST_LINES,
    );
    const lines: LogLine[] = [];
    for (let beat = first; beat * INTERVAL_MS <= now; beat++) {
      lines.push(this.#fluxLine(request, beat));
    }
    return lines;
  }

  follow(request: LogRequest, listener: (line: LogLine) => void): () => void {
    if (!this.#isFlux(request)) {
      const image = request.pod.spec.containers.find(
        (item: any) => item.name === request.container,
      )?.image;
      // A crashed container says nothing more.
      return this.#upstreams.imageFault(image)
        ? () => undefined
        : this.#generated.follow(request, listener);
    }
    const timer = setInterval(
      () =>
        listener(this.#fluxLine(request, Math.floor(Date.now() / INTERVAL_MS))),
      INTERVAL_MS,
    );
    return () => clearInterval(timer);
  }

  #isFlux({ pod }: LogRequest): boolean {
    return pod.metadata.labels?.['app.kubernetes.io/part-of'] === 'flux';
  }

  #fluxLine({ pod }: LogRequest, beat: number): LogLine {
    const time = new Date(beat * INTERVAL_MS);
    const controller = pod.metadata.labels?.['app.kubernetes.io/component'];
    return { time, text: fluxLogLine(controller ?? '', time, beat) };
  }
}
