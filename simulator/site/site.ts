import { Kept } from './kept.ts';
import { ObjectIndexes } from './object-indexes.ts';
import { ObjectStore } from './object-store.ts';
import { WatchedMap } from './watched-map.ts';
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

export const TEXT = 0;
const START = Date.parse('2021-02-16T20:04:40.976Z');

/** The state of a pretend site, and the rules that every write keeps. */
export class Site {
  readonly workspaceId: string;
  readonly schemas = new Map<number, SimSchema>();
  readonly types = new WatchedMap<number, SimType>(() => this.structureChanged());
  readonly attributes = new WatchedMap<number, SimAttribute>(() => this.structureChanged());
  readonly users = new Map<string, SimUser>();
  /** Those who can call the site; they can stand in values as other users do. */
  readonly callers = new Map<string, SimUser>();
  readonly groups = new Map<string, string>();
  readonly statuses = new Map<number, SimStatus>();
  readonly referenceTypes = new Map<number, SimReferenceType>();
  readonly icons = new Map<string, SimIcon>();
  readonly fields: SimField[] = [];
  readonly issues: SimIssue[] = [];
  projects = ['HELP', 'OPS'];
  readonly history = new Map<number, SimHistory[]>();
  /** Grows with every change of types and attributes. */
  structureVersion = 0;
  #objects!: ObjectStore;
  #indexes!: ObjectIndexes;
  #nextId = 1;
  readonly #now: () => number;
  readonly #typesOf = new Kept<readonly SimType[]>((schemaId) =>
    [...this.types.values()].filter((type) => type.schemaId === schemaId),
  );
  readonly #childrenOf = new Kept<readonly SimType[]>((typeId) =>
    [...this.types.values()].filter((type) => type.parentId === typeId),
  );
  readonly #withDescendants = new Kept<readonly number[]>((typeId) => [
    typeId,
    ...this.childrenOf(typeId).flatMap((child) => this.withDescendants(child.id)),
  ]);
  readonly #withInheritors = new Kept<readonly number[]>((typeId) => [
    typeId,
    ...(this.types.get(typeId)?.inherited
      ? this.childrenOf(typeId).flatMap((child) => this.withInheritors(child.id))
      : []),
  ]);
  readonly #ownAttributes = new Kept<readonly SimAttribute[]>((typeId) =>
    [...this.attributes.values()]
      .filter((attribute) => attribute.typeId === typeId)
      .sort((a, b) => a.position - b.position),
  );
  readonly #attributesOf = new Kept<readonly SimAttribute[]>((typeId) => {
    const type = this.types.get(typeId);
    return type
      ? [
          ...(this.inheritsAttributes(type) ? this.attributesOf(type.parentId!) : []),
          ...this.ownAttributes(typeId),
        ]
      : [];
  });

  constructor(workspaceId: string, now: () => number) {
    this.workspaceId = workspaceId;
    this.#now = now;
    this.objects = new ObjectStore();
  }

  get objects(): ObjectStore {
    return this.#objects;
  }

  set objects(objects: ObjectStore) {
    const indexes = new ObjectIndexes(this);
    objects.onChange = (before, after) => indexes.change(before, after);
    this.#objects = objects;
    this.#indexes = indexes;
  }

  get indexes(): ObjectIndexes {
    return this.#indexes;
  }

  /** Whoever changes a type or an attribute in place says so; adding and removing them does it by itself. */
  structureChanged(): void {
    this.structureVersion += 1;
    for (const kept of [
      this.#typesOf,
      this.#childrenOf,
      this.#withDescendants,
      this.#withInheritors,
      this.#ownAttributes,
      this.#attributesOf,
    ])
      kept.drop();
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

  /** A new type, with the four attributes that Assets makes itself, unless its parent hands its own down. */
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
    if (!this.inheritsAttributes(type)) {
      this.#auto(id, 'Key', 0, { system: true, editable: false });
      this.#auto(id, 'Name', 0, { label: true });
      this.#auto(id, 'Created', 6, { system: true, editable: false });
      this.#auto(id, 'Updated', 6, { system: true, editable: false });
    }
    return type;
  }

  #auto(typeId: number, name: string, defaultTypeId: number, extra: Partial<SimAttribute>): void {
    this.addAttribute(typeId, name, {
      defaultTypeId,
      removable: false,
      minimum: 1,
      options: '',
      ...extra,
    });
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
        const object = this.objects.get(id)!;
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

  inheritsAttributes(type: SimType): boolean {
    const parent = type.parentId === null ? undefined : this.types.get(type.parentId);
    return parent?.inherited ?? false;
  }

  ownAttributes(typeId: number): readonly SimAttribute[] {
    return this.#ownAttributes.of(typeId);
  }

  /** Inherited ones first. */
  attributesOf(typeId: number): readonly SimAttribute[] {
    return this.#attributesOf.of(typeId);
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

  keyOf(object: SimObject): string {
    return `${this.schemas.get(this.types.get(object.typeId)!.schemaId)!.key}-${object.number}`;
  }

  /** A value as text, as search compares it. */
  plain(value: Value | undefined): string {
    if (value === undefined) return '';
    if (typeof value === 'string') return value;
    if ('ref' in value) {
      const target = this.objects.get(value.ref);
      return target ? this.labelOf(target) : '';
    }
    if ('user' in value) return this.person(value.user)?.displayName ?? value.user;
    if ('group' in value) return value.group;
    if ('status' in value) return this.statuses.get(value.status)?.name ?? '';
    return value.project;
  }

  addObject(typeId: number, values: Record<number, Value[]>, at?: number): SimObject {
    const schema = this.schemas.get(this.types.get(typeId)!.schemaId)!;
    const id = this.nextId();
    const when = at ?? this.past(id);
    const object: SimObject = {
      id,
      typeId,
      number: schema.nextNumber++,
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

  isStatusUsed(statusId: number): boolean {
    const holds = (value: Value): boolean =>
      typeof value === 'object' && 'status' in value && value.status === statusId;
    return [...this.types.values()].some((type) =>
      this.objects
        .idsOfType(type.id)
        .some((id) =>
          Object.values(this.objects.get(id)!.values).some((values) => values.some(holds)),
        ),
    );
  }

  typesOf(schemaId: number): readonly SimType[] {
    return this.#typesOf.of(schemaId);
  }

  childrenOf(typeId: number): readonly SimType[] {
    return this.#childrenOf.of(typeId);
  }

  withDescendants(typeId: number): readonly number[] {
    return this.#withDescendants.of(typeId);
  }

  /** The type and those that have its attributes from it. */
  withInheritors(typeId: number): readonly number[] {
    return this.#withInheritors.of(typeId);
  }

  objectCount(schemaId: number): number {
    return this.typesOf(schemaId).reduce(
      (sum, type) => sum + this.objects.idsOfType(type.id).length,
      0,
    );
  }

  deleteType(typeId: number): void {
    for (const child of this.childrenOf(typeId)) this.deleteType(child.id);
    for (const id of this.objects.idsOfType(typeId).slice()) this.objects.remove(id, this.now());
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
