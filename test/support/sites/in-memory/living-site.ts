import type { AssetsObject } from '../../../../src/core/assets/model/assets-object.ts';
import type { AttributeDefinition } from '../../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { AttributeValue } from '../../../../src/core/assets/model/attribute-value.ts';
import type { ObjectType } from '../../../../src/core/assets/model/definitions/object-type.ts';
import type { Status } from '../../../../src/core/assets/model/definitions/status.ts';
import type { PageStart } from '../../../../src/core/assets/ports/pages/page-start.ts';
import type { ReceivedPage } from '../../../../src/core/assets/ports/pages/received-page.ts';
import type { TypeOf } from '../../../../src/core/assets/ports/pages/type-of.ts';
import { attributeOf } from './attribute-of.ts';
import { PretendSite } from './pretend-site.ts';

const TYPES = { 10: 160, 11: 40, 12: 30 };
const PARENTS: Record<string, string> = { 11: '10' };
/** An attribute of every type. */
const OWNER = '2';
const STATUS = 's1';

/** What anybody may do to the schema. */
export const DEEDS = [
  'edit',
  'add',
  'delete',
  'move',
  'addAttribute',
  'removeAttribute',
  'renameAttribute',
  'renameStatus',
  'renameUser',
  'addType',
] as const;
export type Deed = (typeof DEEDS)[number];

interface LivingOptions {
  keyset?: boolean;
  /** What its clock shows later than ours. */
  offsetMs?: number;
  resolutionMs?: number;
  types?: Record<string, number>;
  /** Whether objects come with their type. */
  namesTypes?: boolean;
}

/**
 * A schema in which objects name each other, people and a status, and that lives: what is done to
 * definitions and things changes objects without touching their update time, as on real sites. Its
 * clock goes as it is told, in steps of `resolutionMs`.
 */
export class LivingSite extends PretendSite {
  /** Ours, ms. */
  now = Date.parse('2026-11-20T12:00:00Z');
  /** Calls that brought values. */
  valueCalls = 0;
  readonly #offsetMs: number;
  readonly #resolutionMs: number;
  readonly #attributes: AttributeDefinition[] = [];
  readonly #names = new Map<string, string>();
  #statusName = 'New';
  #nextId = 1000;

  constructor({
    keyset = true,
    offsetMs = 0,
    resolutionMs = 1,
    types = TYPES,
    namesTypes = true,
  }: LivingOptions = {}) {
    super({ types, keyset });
    this.namesTypes = namesTypes;
    this.#offsetMs = offsetMs;
    this.#resolutionMs = resolutionMs;
    for (const typeId of this.objectsOf.keys()) this.#addName(typeId);
    for (const object of this.#all) Object.assign(object, this.#born(object, Number(object.id)));
  }

  /** What the site's clock shows, ms. */
  get siteNow(): number {
    const now = this.now + this.#offsetMs;
    return now - (now % this.#resolutionMs);
  }

  /** An object has another value, and the site doesn't say so. */
  editSilently(id: string): void {
    const object = this.#all.find((each) => each.id === id);
    if (object) object.values = { ...object.values, [OWNER]: [{ value: 'changed silently' }] };
  }

  /** `which`: of the things that it could be done to. */
  do(deed: Deed, which: number): void {
    const all = this.#all;
    const object = all[which % all.length];
    const typeId = [...this.objectsOf.keys()][which % this.objectsOf.size] ?? '10';
    const deeds: Record<Deed, () => void> = {
      edit: () => object && this.#edit(object, which),
      add: () => this.#add(typeId),
      delete: () => object && this.#remove(object.id),
      move: () => object && this.move(object.id, typeId, this.siteNow),
      addAttribute: () => this.#addAttribute(typeId),
      removeAttribute: () => this.#removeAttribute(which),
      renameAttribute: () => this.#renameAttribute(which),
      renameStatus: () => this.#renameStatus(`Status ${which}`),
      renameUser: () => void this.#names.set(`u${which % 5}`, `Person ${which}`),
      addType: () => this.#addType(),
    };
    deeds[deed]();
  }

  override async objectTypes(): Promise<ObjectType[]> {
    const types = await super.objectTypes();
    return types.map((type) => ({ ...type, parentId: PARENTS[type.id] ?? null }));
  }

  override async attributes(typeId: string): Promise<AttributeDefinition[]> {
    const own = this.#attributes.filter((attribute) => attribute.typeId === typeId);
    return [...own, attributeOf({ id: OWNER, objectTypeId: typeId, name: 'Owner' })];
  }

  override async statusTypes(): Promise<Status[]> {
    const status = { id: STATUS, name: this.#statusName };
    return [{ ...status, description: '', category: 1, stored: status }];
  }

  override async objects(typeId: string, start: PageStart, limit: number): Promise<ReceivedPage> {
    return this.#withPeople(await super.objects(typeId, start, limit));
  }

  override async objectsById(
    ids: string[],
    signal?: AbortSignal,
    typeOf?: TypeOf,
  ): Promise<ReceivedPage> {
    return this.#withPeople(await super.objectsById(ids, signal, typeOf));
  }

  get #all(): AssetsObject[] {
    return [...this.objectsOf.values()].flat();
  }

  #withPeople({ read }: ReceivedPage): ReceivedPage {
    this.valueCalls += 1;
    return {
      read: async () => {
        const page = await read();
        const values = page.objects.flatMap((object) => Object.values(object.values).flat());
        const ids = new Set(values.flatMap((value) => ('user' in value ? [value.user] : [])));
        const users = [...ids].map((accountId) => ({
          accountId,
          displayName: this.#names.get(accountId) ?? accountId,
          email: null,
          deleted: false,
        }));
        return { ...page, users };
      },
    };
  }

  #born({ typeId }: AssetsObject, number: number): Partial<AssetsObject> {
    const name = [{ value: `v${number}` }, { object: String(1 + ((number * 7) % 230)) }];
    const owner = [{ user: `u${number % 5}` }, { status: STATUS, name: this.#statusName }];
    return { values: { ...this.#named(typeId, name), [OWNER]: owner } };
  }

  #addName(typeId: string): void {
    const definition = { name: 'Name' };
    this.#attributes.push(attributeOf({ id: `${typeId}1`, objectTypeId: typeId, definition }));
  }

  /** The values of the name, as long as the type has one. */
  #named(typeId: string, values: AttributeValue[]): Record<string, AttributeValue[]> {
    const id = `${typeId}1`;
    return this.#attributes.some((attribute) => attribute.id === id) ? { [id]: values } : {};
  }

  #add(typeId: string): void {
    const id = (this.#nextId += 1);
    const object = this.make(typeId, id, this.siteNow);
    this.objectsOf.get(typeId)?.push({ ...object, ...this.#born(object, id) });
  }

  #addType(): void {
    this.#nextId += 1;
    this.objectsOf.set(String(this.#nextId), []);
    this.#addName(String(this.#nextId));
  }

  #edit(object: AssetsObject, which: number): void {
    const updated = new Date(this.siteNow).toISOString();
    const name = [{ value: `edit ${which} ${this.now}` }];
    const values = { ...object.values, ...this.#named(object.typeId, name) };
    Object.assign(object, { updated, label: `Edited ${which}`, values });
  }

  /** References to it are left empty. */
  #remove(gone: string): void {
    this.delete(gone);
    const empty = { other: { searchValue: '', additionalValue: null } };
    for (const object of this.#all)
      object.values = Object.fromEntries(
        Object.entries(object.values).map(([id, values]) => [
          id,
          values.map((value) => ('object' in value && value.object === gone ? empty : value)),
        ]),
      );
  }

  /** It has a default value in all objects, those of types that inherit it as well. */
  #addAttribute(objectTypeId: string): void {
    const id = String((this.#nextId += 1));
    this.#attributes.push(attributeOf({ id, objectTypeId, definition: { name: `A${id}` } }));
    for (const object of this.#all)
      if ([object.typeId, PARENTS[object.typeId]].includes(objectTypeId))
        object.values = { ...object.values, [id]: [{ value: 'default' }] };
  }

  #removeAttribute(which: number): void {
    const [gone] = this.#attributes.splice(which % this.#attributes.length, 1);
    for (const object of this.#all)
      object.values = Object.fromEntries(
        Object.entries(object.values).filter(([id]) => id !== gone?.id),
      );
  }

  #renameAttribute(which: number): void {
    const attribute = this.#attributes[which % this.#attributes.length];
    if (attribute) attribute.name = `Renamed ${which}`;
  }

  #renameStatus(name: string): void {
    this.#statusName = name;
    for (const value of this.#all.flatMap((object) => Object.values(object.values).flat()))
      if ('status' in value) value.name = name;
  }
}
