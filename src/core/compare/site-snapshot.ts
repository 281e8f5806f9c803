import type { AssetsReader } from '../assets/ports/assets-reader.ts';
import type { ObjectPage } from '../assets/ports/pages/object-page.ts';
import { takeCensus } from '../assets/reading/take-census.ts';
import type { Pace } from '../assets/reading/pace.ts';
import { readObjects } from '../assets/reading/read-objects.ts';
import { readObjectsById } from '../assets/reading/read-objects-by-id.ts';
import { SeenObjects } from '../assets/reading/seen-objects.ts';
import { withContent } from './object-of.ts';
import type { SchemaStructure } from './structure/schema-structure.ts';
import type { ObjectRef, Snapshot, SnapshotObject } from './snapshot.ts';

/** A schema as it is on a site right now. Every method throws what AssetsReader throws. */
export class SiteSnapshot implements Snapshot {
  readonly structure: SchemaStructure;
  readonly #site: AssetsReader;
  readonly #pace: Pace;
  readonly #expected: ReadonlyMap<string, number>;

  /**
   * `expected`: how many objects each type has, as far as it is known better than from the
   * structure.
   */
  constructor(
    site: AssetsReader,
    structure: SchemaStructure,
    pace: Pace,
    expected: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#site = site;
    this.structure = structure;
    this.#pace = pace;
    this.#expected = expected;
  }

  async *pages(typeIds: readonly string[]): AsyncGenerator<SnapshotObject[]> {
    const types = typeIds.map((id) => ({ id, expected: this.#countOf(id) }));
    const pace = { ...this.#pace, keyset: await this.#isPagedByKey() };
    for await (const { page } of readObjects(this.#site, types, pace))
      yield await this.#completed(objectsOf(page));
  }

  async objects(refs: readonly ObjectRef[]): Promise<SnapshotObject[]> {
    const ids = refs.map(({ id }) => id);
    const found: SnapshotObject[] = [];
    for await (const page of readObjectsById(this.#site, ids, this.#pace))
      found.push(...objectsOf(page));
    return found;
  }

  /** What came without some of its values is asked for once more: it may have been chance. */
  async #completed(objects: SnapshotObject[]): Promise<SnapshotObject[]> {
    const partial = objects.filter(({ isPartial }) => isPartial);
    if (partial.length === 0) return objects;
    const again = new Map((await this.objects(partial)).map((object) => [object.id, object]));
    return objects.map((object) => (object.isPartial && again.get(object.id)) || object);
  }

  async *objectIds(typeId: string): AsyncGenerator<string> {
    const keyset = await this.#isPagedByKey();
    const type = { id: typeId, read: new SeenObjects(), expected: this.#countOf(typeId) };
    const census = await takeCensus(this.#site, [type], keyset, this.#pace);
    yield* census.get(typeId)?.allIds() ?? [];
  }

  #isPagedByKey(): Promise<boolean> {
    return this.#site.supportsKeyset(this.structure.schema.id, this.#pace.signal);
  }

  #countOf(typeId: string): number {
    const type = this.structure.types.find(({ id }) => id === typeId);
    return this.#expected.get(typeId) ?? type?.objectCount ?? 0;
  }
}

function objectsOf({ objects, odd }: ObjectPage): SnapshotObject[] {
  const partial = new Set(odd.filter(({ kept }) => !kept).map(({ objectId }) => objectId));
  return objects.map((object) =>
    partial.has(object.id) ? { ...withContent(object), isPartial: true } : withContent(object),
  );
}
