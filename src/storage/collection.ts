import type { Connection, Model, QueryFilter, Schema } from 'mongoose';
import { inBatches } from '../core/kernel/collections/in-batches.ts';
import { eachDocument } from './each-document.ts';
import { ascending, keyRanges, sortOfIndex } from './key-ranges.ts';
import { definedFields } from './set-fields.ts';
import { assertReadable, isReadable, shapeOfFields, type StoredShape } from './stored-shape.ts';
import { DUPLICATE, isDuplicate, translated, translateError } from './translate-error.ts';

/** What every stored document has: an id of our own making. */
export interface StoredDocument {
  _id: string;
}

/** A filter in MongoDB's language. The bound part of a collection is added to it. */
export type Filter = Readonly<Record<string, unknown>>;
/** An update in MongoDB's language: `$set`, `$unset`, `$inc` … */
export type Change = Readonly<Record<string, unknown>>;

export interface FindOptions {
  /** 1: only these fields and the id; 0: all but these. */
  select?: Record<string, 0 | 1>;
  sort?: Record<string, 1 | -1>;
  skip?: number;
  limit?: number;
}

export interface BulkUpdate {
  filter: Filter;
  change: Change;
  upsert: boolean;
}

const DELETED_AT_ONCE = 2_000;

/** What the driver says about each failed operation of a bulk. */
interface WriteError {
  code: number;
  index: number;
  errmsg?: string;
}

/**
 * The documents of one MongoDB collection, or those of it that `bound` picks. Every answer is plain
 * data, every error is one that a caller can act on, and a duplicate key is a `false` or a {@link
 * isDuplicate} Conflict. @throws Unavailable, also where
 * the database is full or takes no writes
 */
export class Collection<D extends StoredDocument> {
  readonly #model: Model<D>;
  readonly #bound: Filter;
  readonly #shape: StoredShape | undefined;

  /** `shape`: what documents are checked against when they are read. */
  constructor(model: Model<D>, bound: Filter = {}, shape?: StoredShape) {
    this.#model = model;
    this.#bound = bound;
    this.#shape = shape;
  }

  /**
   * Always reads the newest state: the connection's read preference is the primary. @throws Damaged
   */
  async findOne(filter: Filter): Promise<D | null> {
    const found = await translated(() =>
      this.#model.findOne(this.#filter(filter)).lean<D>().exec(),
    );
    if (found && this.#shape) assertReadable(found, this.#shape);
    return found;
  }

  byId(id: string): Promise<D | null> {
    return this.findOne({ _id: String(id) });
  }

  /** Those that can be read: one that was damaged does not hide the others. */
  async find(filter: Filter, options: FindOptions = {}): Promise<D[]> {
    return (await this.findReadable(filter, options)).documents;
  }

  /** The same, and how many there are that cannot be read. */
  async findReadable(
    filter: Filter,
    options: FindOptions = {},
  ): Promise<{ documents: D[]; unreadable: number }> {
    const found = await translated(() => this.#query(filter, options).lean<D[]>().exec());
    const shape = this.#shapeOf(options);
    const documents = shape ? found.filter((each) => isReadable(each, shape)) : found;
    return { documents, unreadable: found.length - documents.length };
  }

  /** One by one, as the database gives them; those that cannot be read are left out. */
  async *each(filter: Filter, options: FindOptions = {}): AsyncGenerator<D, void, undefined> {
    const cursor = this.#query(filter, options).lean<D[]>().cursor();
    const shape = this.#shapeOf(options);
    for await (const document of eachDocument<D>(cursor))
      if (!shape || isReadable(document, shape)) yield document;
  }

  /**
   * Those of what `filter` picks that `also` picks. `filter` is one that an index serves as it
   * stands; in a stage of its own it is served on every database, whatever `also` looks at.
   */
  async findWithin(
    filter: Filter,
    also: Filter,
    { sort, limit }: { sort: NonNullable<FindOptions['sort']>; limit?: number },
  ): Promise<D[]> {
    const picked = [{ $match: this.#filter(filter) }, { $match: also }, { $sort: sort }];
    const stages = limit === undefined ? picked : [...picked, { $limit: limit }];
    const found = await translated(() => this.#model.aggregate<D>(stages as never).exec());
    const shape = this.#shape;
    return shape ? found.filter((each) => isReadable(each, shape)) : found;
  }

  count(filter: Filter): Promise<number> {
    return translated(() => this.#model.countDocuments(this.#filter(filter)).exec());
  }

  /** Groups what the filter picks; `group` is a `$group` stage. */
  group<G>(filter: Filter, group: Readonly<Record<string, unknown>>): Promise<G[]> {
    const stages = [{ $match: this.#filter(filter) }, { $group: group }];
    return translated(() => this.#model.aggregate<G>(stages as never).exec());
  }

  /** False if a document with one of its unique keys exists. */
  async insert(document: D): Promise<boolean> {
    try {
      await translated(() => this.#model.insertMany([this.#whole(document)]));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /**
   * Inserts in no particular order, several times quicker than upserts; returns those that already
   * exist.
   */
  async insertNew(documents: readonly D[]): Promise<D[]> {
    if (documents.length === 0) return [];
    const whole = documents.map((document) => this.#whole(document));
    const errors = await this.#bulkWrite(whole.map((document) => ({ insertOne: { document } })));
    const standing = new Set(errors.map(({ index }) => index));
    return whole.filter((_document, index) => standing.has(index));
  }

  /** In no particular order. An upsert that meets a unique key of another document does nothing. */
  async updateEach(updates: readonly BulkUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    const operations = updates.map(({ filter, change, upsert }) => ({
      updateOne: { filter: this.#filter(filter), update: change, upsert },
    }));
    await this.#bulkWrite(operations);
  }

  /**
   * Whether a document was picked, changed by it or not. @throws Conflict `duplicate` when a unique
   * key already exists
   */
  async update(filter: Filter, change: Change): Promise<boolean> {
    const updated = await translated(() =>
      this.#model.updateOne(this.#filter(filter), change as never).exec(),
    );
    return updated.matchedCount > 0;
  }

  async updateMany(filter: Filter, change: Change): Promise<void> {
    await translated(() => this.#model.updateMany(this.#filter(filter), change as never).exec());
  }

  /**
   * Updates, or inserts what `filter` and `change` say; false when another upsert of the same key
   * was first.
   */
  async upsert(filter: Filter, change: Change): Promise<boolean> {
    try {
      await translated(() =>
        this.#model.updateOne(this.#filter(filter), change as never, { upsert: true }).exec(),
      );
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /**
   * The document with this id: inserted with `fields` if there is none, otherwise left as it is.
   * `null` when it isn't one of those that are bound here. @throws Damaged
   */
  async findOrInsert(id: string, fields: object): Promise<D | null> {
    const change = { $setOnInsert: definedFields(fields) };
    const found = await this.#changeOne({ _id: String(id) }, change, { upsert: true }).catch(
      (error: unknown) => {
        if (isDuplicate(error)) return null;
        throw error;
      },
    );
    // Another one inserts it at the same moment: databases refuse this one, or say null.
    if (!found) return this.byId(id);
    if (this.#shape) assertReadable(found, this.#shape);
    return found;
  }

  /** The document as it is after the change; `null` when the filter picks none. */
  findOneAndUpdate(filter: Filter, change: Change): Promise<D | null> {
    return this.#changeOne(filter, change, { upsert: false });
  }

  /** Whether a document was picked. `document` without its id. */
  async replace(filter: Filter, document: Omit<D, '_id'>): Promise<boolean> {
    const whole = this.#whole(document);
    const replaced = await translated(() =>
      this.#model.replaceOne(this.#filter(filter), whole as never).exec(),
    );
    return replaced.matchedCount > 0;
  }

  async delete(filter: Filter): Promise<void> {
    await translated(() => this.#model.deleteOne(this.#filter(filter)).exec());
  }

  /** Those with these ids that `also` picks, in batches. */
  async deleteThese(ids: readonly string[], also: Filter = {}): Promise<void> {
    for (const some of inBatches(ids, DELETED_AT_ONCE)) {
      const these = this.#filter({ ...also, _id: { $in: some } });
      await translated(() => this.#model.deleteMany(these).exec());
    }
  }

  /**
   * In batches: no single call takes longer than the database may, however many there are. `key`:
   * fields of an index that begins with what the filter holds equal; a batch is found by it, and
   * costs nothing for what is in the others. `size`: of a batch. The filter names no ids.
   */
  async deleteMany(
    filter: Filter,
    key: readonly (keyof D & string)[] = [],
    size = DELETED_AT_ONCE,
  ): Promise<void> {
    if (key.length > 0) await this.#deleteInOrderOf(key, filter, size);
    await this.#deleteInOrderOf(['_id'], filter, size);
  }

  async #deleteInOrderOf(key: readonly string[], filter: Filter, size: number): Promise<void> {
    const select = ascending(key);
    const sort = sortOfIndex({ ...filter, ...this.#bound }, key);
    const documents = this.each(filter, { select, sort });
    const keyed = documents as AsyncIterable<unknown> as AsyncIterable<Record<string, unknown>>;
    for await (const range of keyRanges(keyed, key, size)) {
      const batch = { ...this.#filter(filter), ...range };
      await translated(() => this.#model.deleteMany(batch as QueryFilter<D>).exec());
    }
  }

  #changeOne(filter: Filter, change: Change, { upsert }: { upsert: boolean }): Promise<D | null> {
    const options = { upsert, returnDocument: 'after' } as const;
    return translated(() =>
      this.#model
        .findOneAndUpdate(this.#filter(filter), change as never, options)
        .lean<D>()
        .exec(),
    );
  }

  /** What documents are checked against: those with only some fields selected, in these. */
  #shapeOf({ select = {} }: FindOptions): StoredShape | undefined {
    const isPart = Object.values(select).includes(1);
    return this.#shape && isPart ? shapeOfFields(this.#shape, Object.keys(select)) : this.#shape;
  }

  #query(filter: Filter, { select, sort, skip, limit }: FindOptions) {
    const query = this.#model.find(this.#filter(filter));
    if (select) query.select(select);
    if (sort) query.sort(sort);
    if (skip !== undefined) query.skip(skip);
    if (limit !== undefined) query.limit(limit);
    return query;
  }

  #filter(filter: Filter): QueryFilter<D> {
    return { ...filter, ...this.#bound } as QueryFilter<D>;
  }

  #whole<T extends object>(document: T): T {
    return definedFields({ ...document, ...this.#bound });
  }

  /** The operations that met a unique key. @throws what else went wrong */
  async #bulkWrite(operations: readonly object[]): Promise<WriteError[]> {
    try {
      await this.#model.bulkWrite(operations as never, { ordered: false });
      return [];
    } catch (error) {
      const errors = writeErrors(error);
      const other = errors.find(({ code }) => code !== DUPLICATE);
      if (errors.length === 0) throw translateError(error);
      if (!other) return errors;
      const { code, errmsg } = other;
      throw translateError(Object.assign(new Error(errmsg, { cause: error }), { code }));
    }
  }
}

function writeErrors(error: unknown): WriteError[] {
  const { writeErrors: found = [] } = error as { writeErrors?: WriteError | WriteError[] };
  return [found].flat();
}

/**
 * The collection behind a Mongoose schema on this connection, made once. `D` is what the schema
 * stores.
 */
export function openCollection<D extends StoredDocument>(
  connection: Connection,
  name: string,
  schema: Schema,
  bound: Filter = {},
): Collection<D> {
  return new Collection(openModel<D>(connection, name, schema), bound);
}

/** A schema can't express the branded ids of `D`, which is what the stores write. */
export function openModel<D>(connection: Connection, name: string, schema: Schema): Model<D> {
  return (connection.models[name] ?? connection.model(name, schema)) as unknown as Model<D>;
}
