import { foldCase, unfoldCase } from './foldCase';
import { grow } from './grow';
import { hashBytes } from './hashBytes';
import { HashTable } from './HashTable';
import { messageTemplate } from './messageTemplate';
import { searchChunk } from './searchChunk';
import { textRecord } from './textRecord';

/** Bytes per chunk. Small, so that tidying one up holds nobody up. */
const CHUNK_BITS = 18;
const CHUNK = 2 ** CHUNK_BITS;
/** As often as a byte is able to count. */
const OFTEN = 255;
/** What is longer is cut. Projection stores far less: 4 KiB of a message, 2,048 characters of an address. Characters. */
const MAX_LENGTH = 2 ** 15;

/**
 * Texts off the JavaScript heap, each once, by number; 0 is no text. Whoever holds a number has acquired it and
 * releases it. The bytes of a text are kept in lower case, with what was upper case noted behind them, so that a search
 * that ignores case is a search for bytes.
 */
export class TextStore {
  readonly #chunks: Buffer[] = [];
  /** Bytes written to each chunk, and how many of them nobody needs any more. */
  readonly #filled: number[] = [];
  readonly #garbage: number[] = [];
  readonly #spare: number[] = [];
  #tail = -1;
  /** Where the header of a text is: chunk and offset in one number. */
  #places = new Uint32Array(64);
  /** How often a text is held: mostly once. Those that are held very often are counted in `#often`. */
  #references = new Uint8Array(64);
  readonly #often = new Map<number, number>();
  #count = 1;
  readonly #free: number[] = [];
  /** Texts with other letters than those of ASCII, whose case the bytes do not tell. */
  readonly #foreign = new Set<number>();
  readonly #templates = new Set<number>();
  readonly #table = new HashTable(id => this.#hashOf(id));
  #scratch = Buffer.allocUnsafeSlow(4096);

  acquire(text: string): number {
    const length = this.#encode(text);
    const hash = hashBytes(this.#scratch, 0, length.all);
    const known = this.#find(hash, length);
    if (known > 0) {
      this.#hold(known);
      return known;
    }
    const id = this.#free.pop() ?? this.#count++;
    this.#places = grow(this.#places, id + 1);
    this.#references = grow(this.#references, id + 1);
    const chunk = this.#reserve(textRecord.HEADER + length.all);
    const offset = this.#filled[chunk];
    textRecord.writeHeader(this.#chunks[chunk], offset, id, length);
    this.#scratch.copy(
      this.#chunks[chunk],
      offset + textRecord.HEADER,
      0,
      length.all,
    );
    this.#filled[chunk] += textRecord.HEADER + length.all;
    this.#places[id] = chunk * CHUNK + offset;
    this.#references[id] = 1;
    this.#table.add(hash, id);
    if (length.isForeign) this.#foreign.add(id);
    if (messageTemplate.isMarked(text)) this.#templates.add(id);
    return id;
  }

  /** The number of a text, without acquiring it; 0 when nobody holds it. */
  find(text: string): number {
    const length = this.#encode(text);
    const hash = hashBytes(this.#scratch, 0, length.all);
    return Math.max(0, this.#find(hash, length));
  }

  release(id: number): void {
    if (id === 0) return;
    if (this.#letGo(id) > 0) return;
    this.#table.remove(this.#hashOf(id), id);
    this.#foreign.delete(id);
    this.#templates.delete(id);
    this.#free.push(id);
    const chunk = this.#places[id] >>> CHUNK_BITS;
    this.#garbage[chunk] += textRecord.sizeAt(
      this.#chunks[chunk],
      this.#offset(id),
    );
    if (chunk !== this.#tail && this.#garbage[chunk] * 2 > CHUNK) {
      this.#tidy(chunk);
    }
  }

  read(id: number): string {
    const bytes = this.#chunkOf(id);
    const start = this.#offset(id);
    const length = textRecord.lengthAt(bytes, start);
    if (textRecord.isFoldedAt(bytes, start)) {
      return unfoldCase(bytes, start + textRecord.HEADER, length);
    }
    return isShortAscii(bytes, start + textRecord.HEADER, length)
      ? bytes.toString(
          'latin1',
          start + textRecord.HEADER,
          start + textRecord.HEADER + length,
        )
      : bytes.toString(
          'utf8',
          start + textRecord.HEADER,
          start + textRecord.HEADER + length,
        );
  }

  /** Orders two texts by their bytes, as the databases do. */
  compare(a: number, b: number): number {
    if (a === b) return 0;
    const left = this.#chunkOf(a);
    const right = this.#chunkOf(b);
    const leftStart = this.#offset(a);
    const rightStart = this.#offset(b);
    if (
      textRecord.isFoldedAt(left, leftStart) ||
      textRecord.isFoldedAt(right, rightStart)
    ) {
      // Names of Kubernetes objects have no upper case: this hardly happens.
      return Buffer.compare(
        Buffer.from(this.read(a)),
        Buffer.from(this.read(b)),
      );
    }
    const leftLength = textRecord.lengthAt(left, leftStart);
    const rightLength = textRecord.lengthAt(right, rightStart);
    const shared = Math.min(leftLength, rightLength);
    for (let i = textRecord.HEADER; i < textRecord.HEADER + shared; i += 1) {
      const difference = left[leftStart + i] - right[rightStart + i];
      if (difference !== 0) return difference;
    }
    return leftLength - rightLength;
  }

  /** Which texts hold `needle`, ignoring case: 1 at their number. */
  search(needle: string): Uint8Array {
    const found = new Uint8Array(this.#count);
    const lower = needle.toLowerCase();
    const bytes = Buffer.from(lower);
    for (let chunk = 0; chunk < this.#chunks.length; chunk += 1) {
      const filled = this.#chunks[chunk].subarray(0, this.#filled[chunk]);
      searchChunk(filled, bytes, start => {
        this.#mark(filled, chunk, start, found);
      });
    }
    for (const id of this.#foreign) {
      found[id] = this.read(id).toLowerCase().includes(lower) ? 1 : 0;
    }
    return found;
  }

  /** Those that are templates of messages, with a gap at least. */
  get templates(): ReadonlySet<number> {
    return this.#templates;
  }

  /** Numbers are less than this. */
  get size(): number {
    return this.#count;
  }

  get bytes(): number {
    return (
      this.#chunks.length * CHUNK +
      this.#places.byteLength +
      this.#references.byteLength +
      this.#table.bytes
    );
  }

  #hold(id: number): void {
    if (this.#references[id] < OFTEN) this.#references[id] += 1;
    else this.#often.set(id, (this.#often.get(id) ?? 0) + 1);
  }

  /** Answers whether somebody still holds it, as a number above 0. */
  #letGo(id: number): number {
    const more = this.#often.get(id) ?? 0;
    if (more > 1) this.#often.set(id, more - 1);
    else if (more === 1) this.#often.delete(id);
    else this.#references[id] -= 1;
    return this.#references[id];
  }

  /** Unless it is garbage. */
  #mark(filled: Buffer, chunk: number, start: number, found: Uint8Array): void {
    const id = textRecord.idAt(filled, start);
    const isLive =
      this.#references[id] > 0 && this.#places[id] === chunk * CHUNK + start;
    if (isLive) found[id] = 1;
  }

  #encode(whole: string) {
    const text = whole.length > MAX_LENGTH ? whole.slice(0, MAX_LENGTH) : whole;
    const room = text.length * 4 + 8;
    if (room > this.#scratch.length) {
      this.#scratch = Buffer.allocUnsafeSlow(room);
    }
    const length = this.#scratch.write(text, 0, 'utf8');
    const isForeign = length !== text.length;
    const all = foldCase(this.#scratch, length);
    return { text: length, all, isForeign };
  }

  #find(hash: number, length: { text: number; all: number }): number {
    const scratch = this.#scratch;
    return this.#table.find(hash, id => {
      const bytes = this.#chunkOf(id);
      const start = this.#offset(id);
      if (
        textRecord.lengthAt(bytes, start) !== length.text ||
        textRecord.isFoldedAt(bytes, start) !== length.all > length.text
      ) {
        return false;
      }
      for (let i = 0; i < length.all; i += 1) {
        if (bytes[start + textRecord.HEADER + i] !== scratch[i]) return false;
      }
      return true;
    });
  }

  #hashOf(id: number): number {
    const bytes = this.#chunkOf(id);
    const start = this.#offset(id);
    return hashBytes(
      bytes,
      start + textRecord.HEADER,
      textRecord.sizeAt(bytes, start) - textRecord.HEADER,
    );
  }

  #chunkOf(id: number): Buffer {
    return this.#chunks[this.#places[id] >>> CHUNK_BITS];
  }

  #offset(id: number): number {
    return this.#places[id] & (CHUNK - 1);
  }

  /** A chunk with room for `size` bytes at its end. */
  #reserve(size: number): number {
    if (this.#tail >= 0 && this.#filled[this.#tail] + size <= CHUNK) {
      return this.#tail;
    }
    const full = this.#tail;
    this.#tail = this.#spare.pop() ?? this.#chunks.length;
    this.#chunks[this.#tail] ??= Buffer.allocUnsafeSlow(CHUNK);
    this.#filled[this.#tail] = 0;
    this.#garbage[this.#tail] = 0;
    // It was left alone as long as it was written to.
    if (full >= 0 && this.#garbage[full] * 2 > CHUNK) {
      this.#tidy(full);
      // What was tidied up may have filled the new one.
      return this.#reserve(size);
    }
    return this.#tail;
  }

  /** Moves the texts of a chunk that somebody holds to the end, so that the chunk can be used again. */
  #tidy(chunk: number): void {
    const bytes = this.#chunks[chunk];
    const end = this.#filled[chunk];
    for (let start = 0, size = 0; start < end; start += size) {
      size = textRecord.sizeAt(bytes, start);
      const id = textRecord.idAt(bytes, start);
      const place = chunk * CHUNK + start;
      if (this.#places[id] !== place || this.#references[id] === 0) continue;
      const target = this.#reserve(size);
      const offset = this.#filled[target];
      bytes.copy(this.#chunks[target], offset, start, start + size);
      this.#places[id] = target * CHUNK + offset;
      this.#filled[target] += size;
    }
    this.#filled[chunk] = 0;
    this.#garbage[chunk] = 0;
    this.#spare.push(chunk);
  }
}

function isShortAscii(bytes: Buffer, start: number, length: number): boolean {
  if (length > 64) return false;
  for (let i = start; i < start + length; i += 1) {
    if (bytes[i] > 0x7f) return false;
  }
  return true;
}
