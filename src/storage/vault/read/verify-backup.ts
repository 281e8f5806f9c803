/** Reads a whole backup back: manifest first, then each data pack once. What is damaged is named, and no later backup leans on it. */
import { RECORD_KINDS, type RecordKind } from '../../../core/storages/record.ts';
import type { VerifyProgress } from '../../../core/storages/vault.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import { DataReader } from '../packs/data-reader.ts';
import { EntryColumns } from '../manifest/entry-columns.ts';
import { compareKeys, type Entry } from '../manifest/entry.ts';
import type { ManifestReader, SegmentRef } from '../manifest/manifest.ts';
import { packsOf, type PackStore } from '../packs/pack-store.ts';
import { References } from './references.ts';

export interface VerifyOptions {
  signal?: AbortSignal;
  onProgress?: (progress: VerifyProgress) => void;
}
export interface VerifyResult {
  damage: string[];
  records: number;
  bytes: number;
}

const PROGRESS_EVERY = 1000;
const WORDS: Record<RecordKind, string> = {
  schema: 'schema',
  objectType: 'object type',
  attribute: 'attribute',
  referenceType: 'reference type',
  status: 'status',
  user: 'user',
  group: 'group',
  object: 'object',
};

export async function verifyBackup(
  store: PackStore,
  manifest: ManifestReader,
  options: VerifyOptions,
): Promise<VerifyResult> {
  const damage = await damagedSegments(store, manifest, options);
  if (damage.length > 0) return { damage, records: 0, bytes: 0 };
  const references = new References();
  const { columns, wrong } = await readManifest(manifest, references);
  const { broken, records, bytes } = await readRecords(store, columns, references, options);
  return { damage: [...wrong, ...(await namesOf(manifest, broken))], records, bytes };
}

async function damagedSegments(
  store: PackStore,
  reader: ManifestReader,
  { signal }: VerifyOptions,
): Promise<string[]> {
  const damage: string[] = [];
  for (const ref of [...reader.manifest.full, ...reader.manifest.overlay]) {
    signal?.throwIfAborted();
    const problem = await problemOf(async () => {
      const entries = await reader.segment(ref);
      const fits =
        entries.length === ref.count &&
        compareKeys(entries[0]!, ref.first) === 0 &&
        compareKeys(entries.at(-1)!, ref.last) === 0;
      return fits ? [] : ['its entries are not those that the header names'];
    });
    if (problem.length === 0) continue;
    damage.push(`manifest, ${rangeOf(ref)}: ${problem.join('; ')}`);
    await store.markDamaged(ref.pack);
  }
  return damage;
}

/** Order and counts of the manifest. */
async function readManifest(
  reader: ManifestReader,
  references: References,
): Promise<{ columns: EntryColumns; wrong: string[] }> {
  const wrong: string[] = [];
  const { counts } = reader.manifest.header;
  const columns = new EntryColumns(Object.values(counts).reduce((sum, count) => sum + count, 0));
  const found = new Map<RecordKind, number>();
  let last: Entry | undefined;
  for await (const batch of reader.entries()) {
    for (const entry of batch) {
      if (last && compareKeys(last, entry) >= 0)
        wrong.push(`${nameOf(entry)}: the manifest is out of order`);
      last = entry;
      found.set(entry.kind, (found.get(entry.kind) ?? 0) + 1);
      columns.add(entry);
      references.define(entry);
    }
  }
  for (const kind of RECORD_KINDS) {
    if ((found.get(kind) ?? 0) !== counts[kind])
      wrong.push(
        `${WORDS[kind]}: the header counts ${counts[kind]}, the manifest holds ${found.get(kind) ?? 0}`,
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
): Promise<{ broken: Map<number, string>; records: number; bytes: number }> {
  const data = new DataReader(store);
  const broken = new Map<number, string>();
  const marked = new Set<string>();
  let records = 0;
  let total = 0;
  for (const position of columns.byPack()) {
    signal?.throwIfAborted();
    const { kind, hash, place } = columns.at(position);
    const unreadable = marked.has(place.pack);
    const problem = unreadable
      ? ['the stored data is missing or was changed']
      : await problemOf(
          async () => {
            const bytes = await data.bytes(place);
            if (store.hash(bytes) !== hash) throw new Damaged('the stored data was changed');
            total += bytes.length;
            return references.missing(kind, bytes);
          },
          async () => {
            for (const pack of packsOf(place)) await store.markDamaged(pack);
            marked.add(place.pack);
          },
        );
    if (problem.length > 0) broken.set(position, problem.join('; '));
    records += 1;
    if (records % PROGRESS_EVERY === 0 || records === columns.length)
      onProgress?.({ done: records, total: columns.length });
  }
  return { broken, records, bytes: total };
}

/** Walks the manifest once more for the names of what is broken. */
async function namesOf(reader: ManifestReader, broken: Map<number, string>): Promise<string[]> {
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

const nameOf = ({ kind, id, label }: Entry): string => `${WORDS[kind]} ${id} "${label}"`;
const rangeOf = ({ count, first, last }: SegmentRef): string =>
  `${count} entries from ${WORDS[first.kind]} ${first.id} to ${WORDS[last.kind]} ${last.id}`;
