import { grow } from './grow';

/** Milliseconds from the year 1000 on, by 1 more, for 0 is no time; the limit is beyond the year 9900. */
const START = Date.UTC(1000, 0, 1) - 1;
const LIMIT = 2 ** 48;
/** Seconds are kept from 1970 on, by 1 more, in 32 bits: until 2106. The last number says that the time is another. */
const EPOCH = -START;
const ODD = 2 ** 32 - 1;

/**
 * A time per row, or none, to the millisecond. Kubernetes tells whole seconds, so fractions take room only in a column
 * that has some; times beyond 32 bits are kept one by one.
 */
export class TimeColumn {
  #seconds = new Uint32Array(0);
  #millis: Uint16Array | undefined;
  readonly #odd = new Map<number, number>();

  /** `text` is ISO 8601 in UTC with milliseconds, as all times in the database; what is no time is none. */
  write(row: number, text: string | null): void {
    const value = text === null ? 0 : TimeColumn.valueOf(text);
    const second = value === 0 ? 0 : Math.floor((value - EPOCH) / 1000) + 1;
    const isOdd = value !== 0 && (second < 1 || second >= ODD);
    this.#odd.delete(row);
    if (isOdd) this.#odd.set(row, value);
    this.#seconds[row] = isOdd ? ODD : second;
    const millis = value === 0 || isOdd ? 0 : (value - EPOCH) % 1000;
    if (millis > 0) this.#millis ??= new Uint16Array(this.#seconds.length);
    if (this.#millis) this.#millis[row] = millis;
  }

  read(row: number): string | null {
    const value = this.value(row);
    return value === 0 ? null : new Date(value + START).toISOString();
  }

  /** A number that orders the times; 0 for none. */
  value(row: number): number {
    const second = this.#seconds[row];
    if (second === 0) return 0;
    if (second === ODD) return this.#odd.get(row)!;
    const millis = this.#millis ? this.#millis[row] : 0;
    return (second - 1) * 1000 + millis + EPOCH;
  }

  /** The same number for a text. */
  static valueOf(text: string): number {
    const since = Date.parse(text) - START;
    return since > 0 && since < LIMIT ? since : 0;
  }

  grow(length: number): void {
    this.#seconds = grow(this.#seconds, length);
    if (this.#millis) this.#millis = grow(this.#millis, length);
  }

  get bytes(): number {
    return this.#seconds.byteLength + (this.#millis?.byteLength ?? 0);
  }
}
