import type { BackupReader } from '../storages/records/backup-reader.ts';
import { objectOf } from './object-of.ts';
import type { SchemaStructure } from './structure/schema-structure.ts';
import type { ObjectRef, Snapshot, SnapshotObject } from './snapshot.ts';

const OBJECT_PAGE = 250;
const ID_PAGE = 5_000;

/**
 * A schema as a backup holds it. Every method throws Damaged, and what `signal` is aborted with.
 */
export class BackupSnapshot implements Snapshot {
  readonly structure: SchemaStructure;
  readonly #reader: BackupReader;
  readonly #signal: AbortSignal;

  constructor(reader: BackupReader, structure: SchemaStructure, signal: AbortSignal) {
    this.#reader = reader;
    this.structure = structure;
    this.#signal = signal;
  }

  async *pages(typeIds: readonly string[]): AsyncGenerator<SnapshotObject[]> {
    let page: SnapshotObject[] = [];
    for (const type of typeIds)
      for await (const record of this.#reader.records({
        kind: 'object',
        type,
        signal: this.#signal,
      })) {
        page.push(objectOf(record));
        if (page.length < OBJECT_PAGE) continue;
        yield page;
        page = [];
      }
    if (page.length > 0) yield page;
  }

  async objects(refs: readonly ObjectRef[]): Promise<SnapshotObject[]> {
    if (refs.length === 0) return [];
    const keys = refs.map(({ typeId, id }) => ({ kind: 'object' as const, type: typeId, id }));
    return (await this.#reader.getMany(keys)).map(objectOf);
  }

  async *objectIds(typeId: string): AsyncGenerator<string> {
    for (let skip = 0; ; skip += ID_PAGE) {
      this.#signal.throwIfAborted();
      const { entries, total } = await this.#reader.entries({
        kind: 'object',
        type: typeId,
        skip,
        limit: ID_PAGE,
      });
      for (const { id } of entries) yield id;
      if (skip + ID_PAGE >= total) return;
    }
  }
}
