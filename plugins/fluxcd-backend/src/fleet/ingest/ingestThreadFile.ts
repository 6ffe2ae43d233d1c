import { parentPort, workerData } from 'node:worker_threads';
import { serveIngest } from './serveIngest';

/** Tells the thread of the ingest from other threads that may load this file. */
export const INGEST_THREAD = 'fluxcd-ingest';

/** The file that the thread runs: this one, so that it is built wherever the other end is. */
export const ingestThreadFile = __filename;

if (parentPort && workerData === INGEST_THREAD) serveIngest(parentPort);
