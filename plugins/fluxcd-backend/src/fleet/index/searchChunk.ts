import { textRecord } from './textRecord';

/** Hits that tell, and how far they are from each other where they are many. Bytes. */
const FEW = 8;
const DENSE = 256;

/** Tells where the records are whose text holds `needle`, which is not empty. */
export function searchChunk(
  chunk: Buffer,
  needle: Buffer,
  onHit: (start: number) => void,
): void {
  let hits = 0;
  for (let at = chunk.indexOf(needle); at >= 0; ) {
    const start = chunk.lastIndexOf(0, at);
    const begin = start + textRecord.HEADER;
    const end = begin + textRecord.lengthAt(chunk, start);
    if (at >= begin && at + needle.length <= end) {
      onHit(start);
      hits += 1;
    }
    if (hits >= FEW && at / hits < DENSE) {
      searchEach(chunk, start, needle, onHit);
      return;
    }
    // One hit is enough; but what looks like one within the header may hide one behind it.
    at = chunk.indexOf(needle, at < begin ? at + 1 : end);
  }
}

/** Looks into one text after the other: where most have it, that is quicker than to search the bytes. */
function searchEach(
  chunk: Buffer,
  from: number,
  needle: Buffer,
  onHit: (start: number) => void,
): void {
  const [first] = needle;
  for (let start = from, size = 0; start < chunk.length; start += size) {
    size = textRecord.sizeAt(chunk, start);
    const begin = start + textRecord.HEADER;
    const last = begin + textRecord.lengthAt(chunk, start) - needle.length;
    for (let at = begin; at <= last; at += 1) {
      if (chunk[at] !== first) continue;
      let i = 1;
      while (i < needle.length && chunk[at + i] === needle[i]) i += 1;
      if (i < needle.length) continue;
      onHit(start);
      break;
    }
  }
}
