import { DataCenterRecords } from '../records/data-center-records.ts';
import type {
  SimField,
  SimHistory,
  SimIcon,
  SimIssue,
  SimObject,
  SimReferenceType,
  SimSchema,
  SimStatus,
  SimUser,
  Value,
} from '../records/model.ts';
import { ObjectIndexes } from './object-indexes.ts';
import { ObjectStore } from './object-store.ts';
import { SiteAttachments } from './site-attachments.ts';
import { SiteComments } from './site-comments.ts';
import { SiteRoles } from './site-roles.ts';
import { SiteStructure } from './site-structure.ts';

const START = Date.parse('2021-02-16T20:04:40.976Z');

/** What differs between sites in how they make things. */
export interface SiteHabits {
  keyNumbers: 'id' | 'count';
  autoAttributes: 'varied' | 'fixed';
  deletedInIssues?: 'kept' | 'removed';
}

/** What a site holds, and how its objects are named and found. */
export class SiteContent extends SiteStructure {
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
  /** Values that name a version or a Confluence page, by what is written for it. */
  readonly versions = new Map<string, Value>();
  readonly pages = new Map<string, Value>();
  readonly comments = new SiteComments();
  readonly attachments = new SiteAttachments();
  readonly history = new Map<number, SimHistory[]>();
  readonly dataCenter = new DataCenterRecords();
  #objects: ObjectStore;
  #indexes: ObjectIndexes;
  #nextId = 1;
  readonly #now: () => number;
  protected readonly habits: SiteHabits;

  constructor(
    workspaceId: string,
    now: () => number,
    habits: SiteHabits = { keyNumbers: 'id', autoAttributes: 'varied' },
  ) {
    super();
    this.habits = habits;
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

  /** The number in the key of an object that its schema is given. */
  numberOf(schema: SimSchema, id: number): number {
    const count = schema.nextNumber++;
    return this.habits.keyNumbers === 'id' ? id : count;
  }

  objectCount(schemaId: number): number {
    return this.typesOf(schemaId).reduce(
      (sum, type) => sum + this.objects.idsOfType(type.id).length,
      0,
    );
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
}
