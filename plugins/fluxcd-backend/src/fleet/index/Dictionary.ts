import { compareText } from './compareText';

/** Few different texts, by small numbers. Whoever holds a number has acquired it and releases it. */
export class Dictionary {
  readonly #codes = new Map<string, number>();
  readonly #values: string[] = [];
  readonly #references: number[] = [];
  readonly #free: number[] = [];
  #sorted: number[] | undefined;

  acquire(value: string): number {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.#free.pop() ?? this.#values.length;
      this.#codes.set(value, code);
      this.#values[code] = value;
      this.#references[code] = 0;
      this.#sorted = undefined;
    }
    this.#references[code] += 1;
    return code;
  }

  release(code: number): void {
    this.#references[code] -= 1;
    if (this.#references[code] > 0) return;
    this.#codes.delete(this.#values[code]);
    this.#free.push(code);
    this.#sorted = undefined;
  }

  /** `undefined` when nobody holds it. */
  find(value: string): number | undefined {
    return this.#codes.get(value);
  }

  value(code: number): string {
    return this.#values[code];
  }

  /** Numbers are less than this. */
  get size(): number {
    return this.#values.length;
  }

  /** The numbers in use, in the order of their texts. */
  get sorted(): readonly number[] {
    this.#sorted ??= [...this.#codes]
      .sort(([a], [b]) => compareText(a, b))
      .map(([, code]) => code);
    return this.#sorted;
  }

  /** By number: 1 for those of `values`, 0 for others; without them 1 for all. */
  allow(values: readonly string[] | undefined): Uint8Array {
    const allowed = new Uint8Array(this.size);
    if (!values) return allowed.fill(1);
    for (const value of values) {
      const code = this.#codes.get(value);
      if (code !== undefined) allowed[code] = 1;
    }
    return allowed;
  }
}
