import childProcess from 'node:child_process';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';

/** Makes every test of a file fail that starts a process or opens a file, as client libraries do. */
export function forbidProcessesAndFiles(): void {
  const traps: jest.SpyInstance[] = [];

  beforeEach(() => {
    for (const name of [
      'spawn',
      'spawnSync',
      'exec',
      'execSync',
      'execFile',
      'execFileSync',
      'fork',
    ] as const) {
      traps.push(
        jest.spyOn(childProcess, name).mockImplementation(() => {
          throw new Error(`a process was started: ${name}`);
        }),
      );
    }
    for (const name of [
      'openSync',
      'readFileSync',
      'open',
      'readFile',
      'statSync',
      'existsSync',
      'createReadStream',
    ] as const) {
      traps.push(
        jest.spyOn(fs, name as 'openSync').mockImplementation(() => {
          throw new Error(`a file was opened: ${name}`);
        }),
      );
    }
    for (const name of ['open', 'readFile', 'stat'] as const) {
      traps.push(
        jest.spyOn(fsPromises, name).mockImplementation(() => {
          throw new Error(`a file was opened: ${name}`);
        }),
      );
    }
  });

  afterEach(() => {
    const calls = traps
      .flatMap(trap => trap.mock.calls)
      // The test runner looks at its own files when an error is made.
      .filter(([path]) => !String(path).includes('/node_modules/'));
    traps.splice(0).forEach(trap => trap.mockRestore());
    // eslint-disable-next-line jest/no-standalone-expect
    expect(calls).toEqual([]);
  });
}
