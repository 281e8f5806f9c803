import { autoAttributes } from './auto-attributes.ts';
import { carriedValues } from './carried-values.ts';
import { nameInIssues } from './name-in-issues.ts';
import { DataCenterRecords } from './data-center-records.ts';
import { SiteAttachments } from './site-attachments.ts';
import { ObjectIndexes } from './object-indexes.ts';
import { ObjectStore } from './object-store.ts';
import { SiteComments } from './site-comments.ts';
import { SiteRoles } from './site-roles.ts';
import { SiteStructure } from './site-structure.ts';
import type {
  SimAttribute,
  SimField,
  SimHistory,
  SimIcon,
  SimIssue,
  SimObject,
  SimReferenceType,
  SimSchema,
  SimStatus,
  SimType,
  SimUser,
  Value,
} from './model.ts';

const TEXT = 0;
const START = Date.parse('2021-02-16T20:04:40.976Z');

/** What differs between sites in how they make things. */
export interface SiteHabits {
  keyNumbers: 'id' | 'count';
  autoAttributes: 'varied' | 'fixed';
  deletedInIssues?: 'kept' | 'removed';
}

/** The state of a pretend site, and the rules that every write keeps. */
export class Site extends SiteStructure {
  readonly workspaceId: string;
  readonly users = new Map<string, SimUser>();
  /** Those who can call the site; they can stand in values as other users do. */
  readonly callers = new Map<string, SimUser>();
  readonly groups = new Map<string, string>();
  readonly statuses = new Map<number, SimStatus>();
  readonly referenceTypes = new Map<number, SimReferenceType>();
  readonly roles = new SiteRoles();
  readonly icons = new Map<string, SimIcon>();
  readonly fields: SimField[] = [];
  readonly issues: SimIssue[] = [];
  /** What deleted objects that issues name are called there, by id. */
  readonly gone = new Map<number, string>();
  projects = ['HELP', 'OPS'];
  readonly comments = new SiteComments();
  readonly attachments = new SiteAttachments();
  readonly history = new Map<number, SimHistory[]>();
  readonly dataCenter = new DataCenterRecords();
  #objects: ObjectStore;
  #indexes: ObjectIndexes;
  #nextId = 1;
  readonly #now: () => number;
  readonly #habits: SiteHabits;

  constructor(
    workspaceId: string,
    now: () => number,
    habits: SiteHabits = { keyNumbers: 'id', autoAttributes: 'varied' },
  ) {
    super();
    this.#habits = habits;
    this.workspaceId = workspaceId;
    this.#now = now;
    this.#objects = new ObjectStore();
    this.#indexes = this.#indexesOf(this.#objects);
  }

  get objects(): ObjectStore {
    return this.#objects;
  }

  set objects(objects: ObjectStore) {
    this.#objects = objects;
    this.#indexes = this.#indexesOf(objects);
  }

  get indexes(): ObjectIndexes {
    return this.#indexes;
  }

  #indexesOf(objects: ObjectStore): ObjectIndexes {
    const indexes = new ObjectIndexes(this, objects);
    objects.onChange = (before, after) => indexes.change(before, after);
    return indexes;
  }

  now(): number {
    return this.#now();
  }

  nextId(): number {
    return this.#nextId++;
  }

  /** Ids up to here are taken by a generated seed. */
  reserveIds(upTo: number): void {
    this.#nextId = Math.max(this.#nextId, upTo + 1);
  }

  /** A moment of the past that depends on the id alone, so that a seed is the same every day. */
  past(id: number): number {
    return START + (id % 1_500_000) * 60_000;
  }

  addSchema(
    name: string,
    key: string,
    description = '',
    extra: Partial<SimSchema> = {},
  ): SimSchema {
    const id = this.nextId();
    const schema: SimSchema = {
      id,
      name,
      key,
      description,
      created: this.past(id),
      updated: this.past(id),
      nextNumber: 1,
      properties: {},
      ...extra,
    };
    this.schemas.set(id, schema);
    return schema;
  }

  /**
   * A new type, with the four attributes that Assets makes itself, unless its parent hands its own
   * down.
   */
  addType(schemaId: number, name: string, extra: Partial<SimType> = {}): SimType {
    const id = this.nextId();
    const position = this.typesOf(schemaId).filter(
      (type) => type.parentId === (extra.parentId ?? null),
    ).length;
    const type: SimType = {
      id,
      schemaId,
      name,
      description: '',
      iconId: this.icons.keys().next().value ?? '1',
      parentId: null,
      position,
      inherited: false,
      abstract: false,
      created: this.past(id),
      updated: this.past(id),
      ...extra,
    };
    this.types.set(id, type);
    const isNewer = this.#habits.autoAttributes === 'varied' && this.types.size % 2 === 0;
    if (!this.inheritsAttributes(type))
      for (const auto of autoAttributes(isNewer)) this.addAttribute(id, auto.name, auto.extra);
    return type;
  }

  /** The number in the key of an object that its schema is given. */
  numberOf(schema: SimSchema, id: number): number {
    const count = schema.nextNumber++;
    return this.#habits.keyNumbers === 'id' ? id : count;
  }

  addAttribute(typeId: number, name: string, extra: Partial<SimAttribute> = {}): SimAttribute {
    const id = this.nextId();
    const position = Math.max(-1, ...this.attributesOf(typeId).map((other) => other.position)) + 1;
    const type = extra.type ?? TEXT;
    const attribute: SimAttribute = {
      id,
      typeId,
      name,
      position,
      type,
      ...(type === 0 ? { defaultTypeId: 0 } : {}),
      label: false,
      system: false,
      editable: true,
      removable: true,
      hidden: false,
      unique: false,
      minimum: 0,
      maximum: 1,
      ...extra,
    };
    if (attribute.label) for (const other of this.ownAttributes(typeId)) other.label = false;
    this.attributes.set(id, attribute);
    return attribute;
  }

  /** A label is given by marking an attribute, and leaves the one that had it. */
  changeAttribute(attribute: SimAttribute, changes: Partial<SimAttribute>): void {
    const { label, ...rest } = changes;
    if (label)
      for (const other of this.ownAttributes(attribute.typeId)) other.label = other === attribute;
    Object.assign(attribute, rest);
    this.structureChanged();
  }

  /** Its values go with it. */
  removeAttribute(attribute: SimAttribute): void {
    for (const typeId of this.withInheritors(attribute.typeId))
      for (const id of this.objects.idsOfType(typeId)) {
        const object = this.objects.require(id);
        if (!object.values[attribute.id]) continue;
        const { [attribute.id]: _gone, ...values } = object.values;
        this.objects.put({ ...object, values }, this.now());
      }
    this.attributes.delete(attribute.id);
  }

  changeType(type: SimType, changes: Partial<SimType>): void {
    Object.assign(type, changes);
    this.structureChanged();
  }

  labelOf(object: SimObject): string {
    const label = this.attributesOf(object.typeId).findLast((attribute) => attribute.label);
    if (label?.system)
      return label.name === 'Key'
        ? this.keyOf(object)
        : new Date(label.name === 'Created' ? object.created : object.updated).toISOString();
    return label ? this.plain(object.values[label.id]?.[0]) : String(object.id);
  }

  /** The object with that key. */
  byKey(key: string): SimObject | undefined {
    const [schemaKey, number] = key.split(/-(?=\d+$)/);
    const schema = [...this.schemas.values()].find((each) => each.key === schemaKey);
    const id = schema && this.#indexes.withNumber(schema.id, Number(number));
    return id === undefined ? undefined : this.objects.get(id);
  }

  person(accountId: string): SimUser | undefined {
    return this.users.get(accountId) ?? this.callers.get(accountId);
  }

  schemaOf({ typeId }: SimObject): SimSchema {
    return this.requireSchema(this.requireType(typeId).schemaId);
  }

  keyOf(object: SimObject): string {
    return `${this.schemaOf(object).key}-${object.number}`;
  }

  /** A value as text, as search compares it. */
  plain(value: Value | undefined): string {
    if (value === undefined) return '';
    if (typeof value === 'string') return value;
    if ('ref' in value) return this.#labelOfId(value.ref);
    if ('user' in value) return this.person(value.user)?.displayName ?? value.user;
    if ('group' in value) return value.group;
    if ('status' in value) return this.statuses.get(value.status)?.name ?? '';
    return 'project' in value ? value.project : '';
  }

  #labelOfId(id: number): string {
    const object = this.objects.get(id);
    return object ? this.labelOf(object) : '';
  }

  addObject(typeId: number, values: Record<number, Value[]>, at?: number): SimObject {
    const schema = this.requireSchema(this.requireType(typeId).schemaId);
    const id = this.nextId();
    const when = at ?? this.past(id);
    const object: SimObject = {
      id,
      typeId,
      number: this.numberOf(schema, id),
      created: when,
      updated: when,
      values,
    };
    this.objects.put(object, this.now());
    return object;
  }

  updateObject(object: SimObject, values: Record<number, Value[]>): SimObject {
    const now = Math.max(this.now(), object.updated + 1);
    const names = this.attributes;
    const history = this.history.get(object.id) ?? [];
    for (const [id, list] of Object.entries(values)) {
      const before = (object.values[Number(id)] ?? []).map((value) => this.plain(value)).join(', ');
      history.push({
        at: now,
        attribute: names.get(Number(id))?.name ?? '',
        before,
        after: list.map((value) => this.plain(value)).join(', '),
        type: 2,
      });
    }
    this.history.set(object.id, history);
    const updated = { ...object, updated: now, values: { ...object.values, ...values } };
    this.objects.put(updated, this.now());
    return updated;
  }

  /**
   * The object stands in another type from now on, under its id and key. Values go along where the
   * type has an attribute of the same name and type.
   */
  moveObject(object: SimObject, typeId: number): SimObject {
    const [from, to] = [this.attributesOf(object.typeId), this.attributesOf(typeId)];
    const values = carriedValues(object, from, to);
    const moved = { ...object, typeId, values, updated: this.now() };
    this.objects.remove(object.id, this.now());
    this.objects.put(moved, this.now());
    return moved;
  }

  /** Fields of issues may go on naming it. */
  deleteObject(id: number): void {
    const object = this.objects.get(id);
    const isNamed = this.issues.some(({ fields }) => Object.values(fields).flat().includes(id));
    if (object && isNamed)
      this.gone.set(id, nameInIssues(this.labelOf(object), this.keyOf(object)));
    this.objects.remove(id, this.now());
    if (this.#habits.deletedInIssues !== 'removed') return;
    for (const { fields } of this.issues)
      for (const [name, ids] of Object.entries(fields))
        if (ids.includes(id)) fields[name] = ids.filter((each) => each !== id);
  }

  objectCount(schemaId: number): number {
    return this.typesOf(schemaId).reduce(
      (sum, type) => sum + this.objects.idsOfType(type.id).length,
      0,
    );
  }

  deleteType(typeId: number): void {
    for (const child of this.childrenOf(typeId)) this.deleteType(child.id);
    for (const id of this.objects.idsOfType(typeId).slice()) this.deleteObject(id);
    for (const attribute of this.ownAttributes(typeId)) this.attributes.delete(attribute.id);
    this.types.delete(typeId);
  }

  deleteSchema(schemaId: number): void {
    for (const type of this.typesOf(schemaId))
      if (this.types.has(type.id)) this.deleteType(type.id);
    for (const own of [this.statuses, this.referenceTypes])
      for (const { id, schemaId: of } of own.values()) if (of === schemaId) own.delete(id);
    this.schemas.delete(schemaId);
  }
}
