/**
 * Entries as columns: similar things stand together and compress well. Ids and starts are
 * differences, so a run of neighbours is a run of small equal numbers. Hashes do not compress and
 * stand apart as bytes.
 */
import { z } from 'zod';
import { Damaged } from '../../../core/kernel/errors.ts';
import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import { HASH_BYTES } from '../packs/place.ts';
import type { Entry } from './entry.ts';

const Columns = z.object({
  /** Runs of one kind and type: [kind, type, how many]. */
  groups: z.array(z.tuple([z.string(), z.string(), z.number()])),
  /** A number is the difference to the id before; a string is the id itself. */
  ids: z.array(z.union([z.number(), z.string()])),
  labels: z.array(z.string()),
  packs: z.array(z.string()),
  /** Index into `packs`. */
  pack: z.array(z.number()),
  /** Distance from the end of the record before, in the same pack; else from 0. */
  start: z.array(z.number()),
  length: z.array(z.number()),
  /** Positions of the few that are chunked: [position, chunks]. */
  chunks: z.array(z.tuple([z.number(), z.number()])),
  gone: z.array(z.number()),
  /**
   * Positions of those whose body is bytes; absent where there is none, and in segments of version
   * 1.
   */
  bytes: z.array(z.number()).optional(),
});
type ColumnsOf = z.infer<typeof Columns>;

/** Of one record: each holds up to a pack of it. */
const MAX_CHUNKS = 1 << 16;

const isNumber = (id: string): boolean => /^(0|[1-9]\d{0,14})$/.test(id);

export function encodeSegment(entries: Entry[]): Buffer {
  const columns: ColumnsOf = {
    groups: [],
    ids: [],
    labels: [],
    packs: [],
    pack: [],
    start: [],
    length: [],
    chunks: [],
    gone: [],
  };
  const packIndex = new Map<string, number>();
  const inBytes: number[] = [];
  let lastId = 0;
  let lastPack = -1;
  let lastEnd = 0;
  entries.forEach((entry, at) => {
    const group = columns.groups.at(-1);
    if (group && group[0] === entry.kind && group[1] === entry.type) group[2] += 1;
    else {
      columns.groups.push([entry.kind, entry.type, 1]);
      lastId = 0;
    }
    columns.ids.push(isNumber(entry.id) ? Number(entry.id) - lastId : entry.id);
    lastId = isNumber(entry.id) ? Number(entry.id) : lastId;
    columns.labels.push(entry.label);
    const { place } = entry;
    let pack = packIndex.get(place.pack);
    if (pack === undefined) {
      pack = columns.packs.push(place.pack) - 1;
      packIndex.set(place.pack, pack);
    }
    columns.pack.push(pack);
    columns.start.push(place.start - (pack === lastPack ? lastEnd : 0));
    columns.length.push(place.length);
    lastPack = pack;
    lastEnd = place.start + place.length;
    if (place.chunks > 0) columns.chunks.push([at, place.chunks]);
    if (entry.gone) columns.gone.push(at);
    if (entry.codec === 'bytes') inBytes.push(at);
  });
  if (inBytes.length > 0) columns.bytes = inBytes;
  return bytesOf(columns, entries);
}

function bytesOf(columns: ColumnsOf, entries: Entry[]): Buffer {
  const json = JSON.stringify(columns);
  const jsonLength = Buffer.byteLength(json);
  const hashesAt = 4 + jsonLength;
  const bytes = Buffer.alloc(hashesAt + entries.length * HASH_BYTES);
  bytes.writeUInt32BE(jsonLength);
  bytes.write(json, 4);
  entries.forEach(({ hash }, at) => bytes.write(hash, hashesAt + at * HASH_BYTES, 'hex'));
  return bytes;
}

/** @throws Damaged when it cannot be read, or its columns are shorter than its groups say */
export function decodeSegment(bytes: Buffer): Entry[] {
  try {
    return entriesOf(bytes);
  } catch (error) {
    throw new Damaged("A segment of the manifest can't be read.", { cause: error });
  }
}

function entriesOf(bytes: Buffer): Entry[] {
  const columns = readColumns(bytes);
  const hashesAt = 4 + bytes.readUInt32BE(0);
  const chunks = new Map(columns.chunks);
  const gone = new Set(columns.gone);
  const inBytes = new Set(columns.bytes);
  const entries: Entry[] = [];
  let at = 0;
  let lastPack = -1;
  let lastEnd = 0;
  for (const [kind, type, count] of columns.groups) {
    let lastId = 0;
    for (let end = at + count; at < end; at += 1) {
      const coded = elementAt(columns.ids, at);
      const id = typeof coded === 'number' ? String((lastId += coded)) : coded;
      const pack = elementAt(columns.pack, at);
      const start = elementAt(columns.start, at) + (pack === lastPack ? lastEnd : 0);
      const length = elementAt(columns.length, at);
      const parts = chunks.get(at) ?? 0;
      assertPossible({ start, length, parts });
      lastPack = pack;
      lastEnd = start + length;
      const hash = bytes.toString(
        'hex',
        hashesAt + at * HASH_BYTES,
        hashesAt + (at + 1) * HASH_BYTES,
      );
      entries.push({
        kind,
        type,
        id,
        label: elementAt(columns.labels, at),
        hash,
        place: { pack: elementAt(columns.packs, pack), start, length, chunks: parts },
        codec: inBytes.has(at) ? 'bytes' : 'json',
        gone: gone.has(at),
      });
    }
  }
  return entries;
}

/** Whatever somebody else has sealed: nobody makes room for what it only says. */
function assertPossible(place: { start: number; length: number; parts: number }): void {
  const isPossible = Object.values(place).every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!isPossible || place.parts > MAX_CHUNKS) throw new Error("it names a place that can't be");
}

function readColumns(bytes: Buffer): ColumnsOf {
  return Columns.parse(JSON.parse(bytes.toString('utf8', 4, 4 + bytes.readUInt32BE(0))));
}
