const UNIT_MS: Record<string, number> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** Durations as Go writes them (`1h30m`, `10m0s`, `242.5ms`), which is how Flux writes them. */
export const duration = {
  /** Milliseconds; undefined when the text is absent or not a duration. */
  parse(text: string | undefined): number | undefined {
    if (!text || !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
    let total = 0;
    for (const [, amount, unit] of text.matchAll(
      /(\d+(?:\.\d+)?)(ms|s|m|h)/g,
    )) {
      total += Number(amount) * UNIT_MS[unit];
    }
    return total;
  },

  format(ms: number): string {
    if (ms < 1000) return `${Number(ms.toFixed(6))}ms`;
    const hours = Math.floor(ms / UNIT_MS.h);
    const minutes = Math.floor((ms % UNIT_MS.h) / UNIT_MS.m);
    const seconds = Number(((ms % UNIT_MS.m) / 1000).toFixed(9));
    if (hours) return `${hours}h${minutes}m${seconds}s`;
    return minutes ? `${minutes}m${seconds}s` : `${seconds}s`;
  },
};
