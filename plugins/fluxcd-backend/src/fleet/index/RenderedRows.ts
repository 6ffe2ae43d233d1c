import type { KnownClusters } from './KnownClusters';

/** Rows that are kept, at most: about 5 MB. */
const MOST = 4_000;

/**
 * Texts made of rows, until these change: the same few pages are asked for over and over. The name of a row's cluster is
 * part of its text, so nothing is kept when the clusters change.
 */
export class RenderedRows {
  readonly #texts = new Map<number, string>();
  #known: KnownClusters | undefined;

  /** What `render` made of the row when it was first asked. */
  get(row: number, known: KnownClusters, render: () => string): string {
    if (known !== this.#known) this.#texts.clear();
    this.#known = known;
    let text = this.#texts.get(row);
    if (text === undefined) {
      // In the order in which they came: those that are still wanted soon are there again.
      if (this.#texts.size >= MOST) {
        this.#texts.delete(this.#texts.keys().next().value!);
      }
      text = render();
      this.#texts.set(row, text);
    }
    return text;
  }

  /** The row is another now. */
  forget(row: number): void {
    this.#texts.delete(row);
  }
}
