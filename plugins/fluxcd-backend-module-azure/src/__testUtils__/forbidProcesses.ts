import childProcess from 'node:child_process';

/**
 * Makes every process fail that is started from now on, as the SDK does for the tools of developers and kubeconfigs want
 * for kubelogin. Returns what ends it and answers what was tried.
 */
export function forbidProcesses(): () => string[] {
  const names = [
    'spawn',
    'spawnSync',
    'exec',
    'execSync',
    'execFile',
    'execFileSync',
    'fork',
  ] as const;
  const tried: string[] = [];
  const traps = names.map(name =>
    jest.spyOn(childProcess, name).mockImplementation(() => {
      tried.push(name);
      throw new Error(`a process was started: ${name}`);
    }),
  );
  return () => {
    traps.forEach(trap => trap.mockRestore());
    return tried;
  };
}
