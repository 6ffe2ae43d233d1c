import { grow } from './grow';

/** 48 bits of milliseconds from the year 1000 on, by 1 more, for 0 is no time; they last beyond the year 9900. */
const START = Date.UTC(1000, 0, 1) - 1;
const LIMIT = 2 ** 48;

/** A time per row, or none, to the millisecond. */
export class TimeColumn {
  #low = new Uint32Array(0);
  #high = new Uint16Array(0);

  /** `text` is ISO 8601 in UTC with milliseconds, as all times in the database; what is no time is none. */
  write(row: number, text: string | null): void {
    const since = text === null ? 0 : Date.parse(text) - START;
    const value = since > 0 && since < LIMIT ? since : 0;
    this.#low[row] = value % 2 ** 32;
    this.#high[row] = Math.floor(value / 2 ** 32);
  }

  read(row: number): string | null {
    const value = this.value(row);
    return value === 0 ? null : new Date(value + START).toISOString();
  }

  /** A number that orders the times; 0 for none. */
  value(row: number): number {
    return this.#high[row] * 2 ** 32 + this.#low[row];
  }

  /** The same number for a text. */
  static valueOf(text: string): number {
    const since = Date.parse(text) - START;
    return since > 0 && since < LIMIT ? since : 0;
  }

  grow(length: number): void {
    this.#low = grow(this.#low, length);
    this.#high = grow(this.#high, length);
  }

  get bytes(): number {
    return this.#low.byteLength + this.#high.byteLength;
  }
}
