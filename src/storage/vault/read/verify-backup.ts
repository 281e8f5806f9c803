/**
 * Reads a whole backup back: manifest first, then each data pack once. What is damaged is named,
 * and no later backup leans on it.
 */
import { counted } from '../../../core/kernel/counted.ts';
import type { RecordKind } from '../../../core/storages/records/backup-record.ts';
import type { VerifyProgress, VerifyResult } from '../../../core/storages/records/backup-reader.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import { letOthersRun } from '../../../core/kernel/loops/let-others-run.ts';
import { DataReader } from '../packs/data-reader.ts';
import { EntryColumns } from '../manifest/entry-columns.ts';
import { compareKeys, type Entry } from '../manifest/entry.ts';
import type { ManifestReader } from '../manifest/manifest-reader.ts';
import { partFacts } from '../manifest/part-manifest.ts';
import type { SegmentRef } from '../manifest/segment-ref.ts';
import { packsOf } from '../packs/pack-id.ts';
import type { PackStore } from '../packs/pack-store.ts';
import { References } from './references.ts';
import { UniqueIds, type IsDouble } from './unique-ids.ts';

export interface VerifyOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: VerifyProgress) => void) | undefined;
}
export interface VerifySource {
  store: PackStore;
  manifest: ManifestReader;
}

type NameEntry = (entry: Entry) => string;

const PROGRESS_EVERY = 1000;
/**
 * `references`: the rules of the parts that this version knows. Kinds of others are read back as
 * well; only what they name is not asked for.
 */
export async function verifyBackup(
  source: VerifySource,
  references: References,
  options: VerifyOptions,
): Promise<VerifyResult> {
  const { store, manifest } = source;
  const nameOf = ({ kind, id, label }: Entry): string =>
    `${references.wordOf(kind)} ${id} "${label}"`;
  const { damage, packs } = await damagedSegments(source, references, options);
  if (damage.length > 0) return { damage, packs, records: 0, bytes: 0 };
  const { columns, wrong } = await readManifest(manifest, references, nameOf);
  const { broken, marked, records, bytes } = await readRecords(store, columns, references, options);
  const names = await namesOf(manifest, broken, nameOf);
  return { damage: [...wrong, ...names], packs: [...marked], records, bytes };
}

async function damagedSegments(
  { store, manifest }: VerifySource,
  references: References,
  { signal }: VerifyOptions,
): Promise<{ damage: string[]; packs: string[] }> {
  const damage: string[] = [];
  const packs: string[] = [];
  for (const ref of manifest.segments()) {
    signal?.throwIfAborted();
    const problem = await problemOf(async () => {
      const entries = await manifest.segment(ref);
      return holdsWhatItSays(ref, entries) ? [] : ["its entries aren't the ones the header names"];
    });
    await letOthersRun();
    if (problem.length === 0) continue;
    damage.push(`manifest, ${rangeOf(ref, references)}: ${problem.join('; ')}`);
    await store.markDamaged(ref.pack);
    packs.push(ref.pack);
  }
  return { damage, packs };
}

function holdsWhatItSays({ count, first, last }: SegmentRef, entries: Entry[]): boolean {
  const [start, end] = [entries[0], entries.at(-1)];
  if (!start || !end || entries.length !== count) return false;
  return compareKeys(start, first) === 0 && compareKeys(end, last) === 0;
}

/** Order and counts of the manifest. */
async function readManifest(
  reader: ManifestReader,
  references: References,
  nameOf: NameEntry,
): Promise<{ columns: EntryColumns; wrong: string[] }> {
  const wrong: string[] = [];
  const counts = reader.manifest.parts.flatMap((part) => Object.entries(partFacts(part).counts));
  const capacity = counts.reduce((sum, [, count]) => sum + count, 0);
  const columns = new EntryColumns(capacity);
  const found = new Map<RecordKind, number>();
  const unique = new UniqueIds(references.uniqueKinds);
  let last: Entry | undefined;
  for await (const batch of reader.entries()) {
    for (const entry of batch) {
      if (last && compareKeys(last, entry) >= 0)
        wrong.push(`${nameOf(entry)}: the manifest is out of order`);
      last = entry;
      found.set(entry.kind, (found.get(entry.kind) ?? 0) + 1);
      // More than the header counts is told below.
      if (columns.length < capacity) columns.add(entry);
      references.define(entry);
      unique.add(entry);
      await letOthersRun();
    }
  }
  const isDouble = await unique.doubles();
  if (isDouble) wrong.push(...(await namesOfDoubles(reader, isDouble, nameOf)));
  for (const [kind, count] of counts) {
    const held = found.get(kind) ?? 0;
    if (held !== count)
      wrong.push(
        `${references.wordOf(kind)}: the header counts ${count}, the manifest has ${held}`,
      );
  }
  return { columns, wrong };
}

/** Positions of broken records with what is wrong; packs that could not be read are marked. */
async function readRecords(
  store: PackStore,
  columns: EntryColumns,
  references: References,
  { signal, onProgress }: VerifyOptions,
): Promise<{
  broken: Map<number, string>;
  marked: Set<string>;
  records: number;
  bytes: number;
}> {
  const data = new DataReader(store);
  const broken = new Map<number, string>();
  const marked = new Set<string>();
  let records = 0;
  let total = 0;
  for (const position of columns.byPack()) {
    signal?.throwIfAborted();
    const { kind, codec, hash, place } = columns.at(position);
    const unreadable = marked.has(place.pack);
    const problem = unreadable
      ? ['the stored data is missing or was changed']
      : await problemOf(
          async () => {
            const bytes = await data.bytes(place);
            if (store.hash(bytes) !== hash) throw new Damaged('the stored data was changed');
            total += bytes.length;
            return codec === 'json' ? references.missing(kind, bytes) : [];
          },
          async () => {
            for (const pack of packsOf(place)) {
              await store.markDamaged(pack);
              marked.add(pack);
            }
          },
        );
    if (problem.length > 0) broken.set(position, problem.join('; '));
    records += 1;
    await letOthersRun();
    if (records % PROGRESS_EVERY === 0 || records === columns.length)
      onProgress?.({ done: records, total: columns.length });
  }
  return { broken, marked, records, bytes: total };
}

/** Walks the manifest once more for the names of what is broken. */
async function namesOf(
  reader: ManifestReader,
  broken: Map<number, string>,
  nameOf: NameEntry,
): Promise<string[]> {
  if (broken.size === 0) return [];
  const names: string[] = [];
  let position = 0;
  for await (const batch of reader.entries()) {
    for (const entry of batch) {
      const problem = broken.get(position);
      if (problem !== undefined) names.push(`${nameOf(entry)}: ${problem}`);
      position += 1;
    }
  }
  return names;
}

/** Each record whose id stands under several types. */
async function namesOfDoubles(
  reader: ManifestReader,
  isDouble: IsDouble,
  nameOf: NameEntry,
): Promise<string[]> {
  const doubles = new Map<string, { name: string; types: string[] }>();
  for await (const batch of reader.entries())
    for (const entry of batch.filter(isDouble)) {
      const id = `${entry.kind} ${entry.id}`;
      const known = doubles.get(id) ?? { name: nameOf(entry), types: [] };
      doubles.set(id, { ...known, types: [...known.types, entry.type] });
    }
  return [...doubles.values()].map(
    ({ name, types }) =>
      `${name}: it is listed under the types ${types.join(' and ')}, though it is one object`,
  );
}

async function problemOf(
  check: () => Promise<string[]>,
  onDamage?: () => Promise<void>,
): Promise<string[]> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    await onDamage?.();
    return [error.message];
  }
}

const rangeOf = ({ count, first, last }: SegmentRef, references: References): string =>
  `${counted(count, 'entry', 'entries')} from ${references.wordOf(first.kind)} ${first.id} to ${references.wordOf(last.kind)} ${last.id}`;
