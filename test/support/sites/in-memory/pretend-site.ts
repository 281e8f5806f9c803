import { NotFound, Refused } from '../../../../src/core/kernel/errors.ts';
import type { AssetsObject } from '../../../../src/core/assets/model/assets-object.ts';
import type { AttributeDefinition } from '../../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { ObjectType } from '../../../../src/core/assets/model/definitions/object-type.ts';
import type { Schema } from '../../../../src/core/assets/model/definitions/schema.ts';
import type { Status } from '../../../../src/core/assets/model/definitions/status.ts';
import type { AssetsReader } from '../../../../src/core/assets/ports/assets-reader.ts';
import type { CensusPage } from '../../../../src/core/assets/ports/pages/census-page.ts';
import type { ObjectPage } from '../../../../src/core/assets/ports/pages/object-page.ts';
import { PageRefused } from '../../../../src/core/assets/ports/pages/page-refused.ts';
import type { PageStart } from '../../../../src/core/assets/ports/pages/page-start.ts';
import type { ReceivedPage } from '../../../../src/core/assets/ports/pages/received-page.ts';
import type { TypeOf } from '../../../../src/core/assets/ports/pages/type-of.ts';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { schemaPropertiesOf } from '../../../../src/core/assets/stored/stored-properties.ts';
import { attributeOf } from './attribute-of.ts';

/**
 * A schema in memory behind the site port, whose objects a test may change between any two pages.
 */
export class PretendSite implements AssetsReader {
  readonly schemaId = '1';
  readonly objectsOf = new Map<string, AssetsObject[]>();
  keyset: boolean;
  /** Called before each page of objects or census is answered. */
  beforePage: (call: { kind: 'objects' | 'census'; start: PageStart; typeId: string }) => void =
    () => undefined;
  gone = false;
  calls = 0;
  /** The most objects of a page or of an answer by ids. */
  pageMax = Infinity;
  /** How deep pages by offset go. */
  window = Infinity;
  /** What a page beyond the window is. */
  beyondWindow: 'refused' | 'empty' = 'refused';
  /** Ids of objects with which no page or answer by ids comes. */
  readonly unanswered = new Set<string>();
  /** What the site says instead of any of these; absent: it fails without an answer. */
  insteadOfUnanswered: (() => Error) | undefined;
  /** Whether no page of a census is answered. */
  hasNoCensus = false;
  /** Whether objects come with their type. */
  namesTypes = true;
  /** Every page is the first one, and none is the last. */
  stuck = false;

  constructor(options: { types: Record<string, number>; keyset: boolean }) {
    this.keyset = options.keyset;
    let firstId = 1;
    for (const [typeId, count] of Object.entries(options.types)) {
      const from = firstId;
      this.objectsOf.set(
        typeId,
        Array.from({ length: count }, (_none, at) => this.make(typeId, from + at)),
      );
      firstId += count;
    }
  }

  make(typeId: string, id: number, updated = 1000): AssetsObject {
    const at = new Date(updated).toISOString();
    return {
      id: String(id),
      typeId,
      key: `T-${id}`,
      label: `Object ${id}`,
      created: at,
      updated: at,
      values: { '7': [{ value: `v${id}` }] },
    };
  }

  async schemas() {
    return { schemas: [await this.schema()], complete: true };
  }

  async schema(): Promise<Schema> {
    if (this.gone) throw new Refused('schema-gone', 'The schema was deleted from Assets.');
    return {
      id: '1',
      name: 'Things',
      key: 'T',
      description: '',
      objectCount: 0,
      objectTypeCount: 1,
      canManage: true,
      created: '',
      updated: '',
    };
  }

  async objectTypes(): Promise<ObjectType[]> {
    return [...this.objectsOf].map(([id, objects]) => typeOf(id, objects.length));
  }

  async objectType(id: string): Promise<ObjectType | null> {
    const objects = this.objectsOf.get(id);
    return objects ? typeOf(id, objects.length) : null;
  }

  /** One at a time. */
  async typesOfObjects(_schemaId: string, besides: readonly string[]): Promise<ObjectType[]> {
    const others = [...this.objectsOf].filter(
      ([id, objects]) => objects.length > 0 && !besides.includes(id),
    );
    return others.slice(0, 1).map(([id]) => typeOf(id, 0));
  }

  async attributes(objectTypeId: string): Promise<AttributeDefinition[]> {
    return [attributeOf({ id: '7', objectTypeId, definition: { name: 'Name' } })];
  }

  shownAttribute(id: string, objectTypeId: string): AttributeDefinition {
    return attributeOf({ id, objectTypeId, name: 'Shown' });
  }

  async referenceTypes() {
    return [];
  }
  async statusTypes(): Promise<Status[]> {
    return [];
  }
  async schemaProperties() {
    return { value: schemaPropertiesOf({ allowOtherObjectSchema: false }) };
  }
  async schemaRoles() {
    return { value: [] };
  }
  async typeRoles() {
    return { value: [] };
  }
  async supportsKeyset() {
    return this.keyset;
  }

  async objects(typeId: string, start: PageStart, limit: number): Promise<ReceivedPage> {
    this.calls += 1;
    this.beforePage({ kind: 'objects', start, typeId });
    const { items, last } = this.#slice(typeId, start, limit);
    this.#assertAnswered(items);
    return {
      read: async () => ({
        objects: structuredClone(items),
        users: [],
        groups: [],
        odd: [],
        last,
        unreadable: [],
      }),
    };
  }

  async objectsById(ids: string[], _signal?: AbortSignal, typeOf?: TypeOf): Promise<ReceivedPage> {
    this.calls += 1;
    const objects = [...this.objectsOf.values()]
      .flat()
      .filter((object) => ids.includes(object.id))
      .slice(0, this.pageMax);
    this.#assertAnswered(objects);
    return {
      read: async () => ({
        ...this.#withTypes(structuredClone(objects), typeOf),
        users: [],
        groups: [],
        odd: [],
        last: true,
      }),
    };
  }

  #withTypes(
    objects: AssetsObject[],
    typeOf: TypeOf = () => undefined,
  ): Pick<ObjectPage, 'objects' | 'unreadable'> {
    if (this.namesTypes) return { objects, unreadable: [] };
    const typed = objects.flatMap((object) => {
      const typeId = typeOf(object.id);
      return typeId === undefined ? [] : [{ ...object, typeId }];
    });
    const unreadable = objects
      .filter(({ id }) => typeOf(id) === undefined)
      .map(({ id }) => ({ id, reason: 'its objectType.id is missing' }));
    return { objects: typed, unreadable };
  }

  async census(typeId: string, start: PageStart, limit: number): Promise<CensusPage> {
    this.calls += 1;
    this.beforePage({ kind: 'census', start, typeId });
    if (this.hasNoCensus) throw this.#notAnswered();
    const { items, last } = this.#slice(typeId, start, limit);
    const entries = items.map(({ id, updated }) => ({ id, updated }));
    return { entries, received: items.length, last };
  }

  async hasObjectType(id: string): Promise<boolean> {
    return this.objectsOf.has(id);
  }
  async icons() {
    return [];
  }
  async object(id: string): Promise<AssetsObject | null> {
    return [...this.objectsOf.values()].flat().find((object) => object.id === id) ?? null;
  }
  async search(): Promise<ReceivedPage> {
    throw new Error('The pretend site reads no AQL.');
  }
  async countObjects(typeId: string): Promise<number> {
    return this.objectsOf.get(typeId)?.length ?? 0;
  }
  async objectTotal(): Promise<number> {
    return [...this.objectsOf.values()].flat().length;
  }

  delete(id: string): void {
    for (const [typeId, objects] of this.objectsOf)
      this.objectsOf.set(
        typeId,
        objects.filter((object) => object.id !== id),
      );
  }

  /** The object is of another type from now on; its id stays. */
  move(id: string, typeId: string, updated: number): void {
    const object = [...this.objectsOf.values()].flat().find((each) => each.id === id);
    if (!object) throw new NotFound();
    this.delete(id);
    const there = this.objectsOf.get(typeId) ?? [];
    there.push({ ...object, typeId, updated: new Date(updated).toISOString() });
    this.objectsOf.set(typeId, there.sort(byId));
  }

  #assertAnswered(objects: AssetsObject[]): void {
    if (objects.some(({ id }) => this.unanswered.has(id))) throw this.#notAnswered();
  }

  #notAnswered(): Error {
    const broken = new Unanswered('The site failed.', { why: 'status 500: Broken' });
    return this.insteadOfUnanswered?.() ?? broken;
  }

  #slice(
    typeId: string,
    start: PageStart,
    asked: number,
  ): { items: AssetsObject[]; last: boolean } {
    const all = this.objectsOf.get(typeId);
    if (!all) throw new NotFound();
    const limit = Math.min(asked, this.pageMax);
    if (this.stuck) return { items: all.slice(0, limit), last: false };
    if ('offset' in start) return this.#atOffset(all, start.offset, limit);
    const after = all.filter((object) => BigInt(object.id) > BigInt(start.afterId)).sort(byId);
    return { items: after.slice(0, limit), last: after.length <= limit };
  }

  #atOffset(
    all: AssetsObject[],
    offset: number,
    limit: number,
  ): { items: AssetsObject[]; last: boolean } {
    const end = offset + limit;
    if (end > this.window && this.beyondWindow === 'refused') throw new PageRefused();
    return {
      items: all.slice(offset, Math.min(end, this.window)),
      last: end >= Math.min(all.length, this.window),
    };
  }
}

const typeOf = (id: string, objectCount: number): ObjectType => ({
  id,
  name: `Type ${id}`,
  description: '',
  iconId: '1',
  iconName: 'Box',
  position: 0,
  parentId: null,
  schemaId: '1',
  inherited: false,
  abstract: false,
  objectCount,
});

/** Whatever their number of digits. */
function byId(a: AssetsObject, b: AssetsObject): number {
  const [first, second] = [BigInt(a.id), BigInt(b.id)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
