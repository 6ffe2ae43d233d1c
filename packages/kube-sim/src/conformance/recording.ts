import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../recordings');

export interface Recording {
  note?: string;
  request: {
    method: string;
    path: string;
    headers: Record<string, string | string[]>;
    body?: unknown;
  };
  response: {
    status: number;
    headers: Record<string, string>;
    body: any;
    stream?: Array<{ offsetMs: number; event: any }>;
  };
}

/** What a real API server answered, by the path of its file without the extension. */
export function recording(name: string): Recording {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}
