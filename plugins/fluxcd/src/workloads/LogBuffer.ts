/** What a browser holds and shows without effort, in characters. */
const MAX_LENGTH = 2_000_000;

/** The newest part of a log. When it is full the oldest quarter goes, at the end of a line, so that this is rare. */
export class LogBuffer {
  #text = '';
  #cut = false;
  readonly #maxLength: number;

  constructor(options: { maxLength?: number } = {}) {
    this.#maxLength = options.maxLength ?? MAX_LENGTH;
  }

  get text(): string {
    return this.#text;
  }

  /** Older lines were dropped. */
  get cut(): boolean {
    return this.#cut;
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length <= this.#maxLength) return;
    this.#cut = true;
    const from = this.#text.length - Math.floor(this.#maxLength * 0.75);
    const lineEnd = this.#text.indexOf('\n', from);
    this.#text = this.#text.slice(lineEnd < 0 ? from : lineEnd + 1);
  }
}
