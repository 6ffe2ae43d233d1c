import type { KubeObject } from '../store/ObjectStore';

export interface LogLine {
  time: Date;
  /** Without a line end. */
  text: string;
}

export interface LogRequest {
  pod: KubeObject;
  container: string;
  /** The container instance before the last restart. */
  previous: boolean;
}

/** Where `pods/log` gets its text. The server itself cuts by time, tail and bytes. */
export interface LogSource {
  /** All lines so far, oldest first; undefined when there is no such instance (`previous`). */
  lines(request: LogRequest): LogLine[] | undefined;
  /** Calls back for each new line; returns how to stop. */
  follow(request: LogRequest, listener: (line: LogLine) => void): () => void;
}
