import type { ObjectType } from '../../../assets/model/definitions/object-type.ts';
import type { AssetsReader } from '../../../assets/ports/assets-reader.ts';
import { gatherTypes, withoutUnsure } from '../../../assets/reading/gather-types.ts';
import { listTypes } from '../../../assets/reading/list-types.ts';
import type { Pace } from '../../../assets/reading/pace.ts';
import { counted } from '../../../kernel/counted.ts';
import type { ProductError } from '../../../kernel/errors.ts';
import type { RecordWriter } from '../../../storages/records/backup-writer.ts';
import type { TypeCounts, TypeList } from '../../reading/part-reading.ts';
import { nameSome } from './name-some.ts';
import { readTypeBody } from './structure-records.ts';

interface ListOptions {
  site: AssetsReader;
  schemaId: string;
  writer: Pick<RecordWriter, 'baseRecords'>;
  pace: Pace;
}

/**
 * The object types of the schema that is backed up. If the site refuses their list, never answers
 * it or leaves it empty while it gives the schema, they are those that the base and the objects
 * name, each asked for by itself; the list is not requested again then. What a list leaves out is
 * found in the same way.
 */
export class ObjectTypeList implements TypeList {
  readonly #options: ListOptions;
  #first: Promise<ObjectType[]> | undefined;
  #last: ObjectType[] | undefined;
  #error: ProductError | undefined;
  /** Those that the list left out. */
  readonly #added: ObjectType[] = [];
  /** Names of those that the site doesn't give one by one either. */
  #unread: string[] = [];

  constructor(options: ListOptions) {
    this.#options = options;
  }

  first(counts?: TypeCounts): Promise<ObjectType[]> {
    this.#first ??= this.now(counts);
    return this.#first;
  }

  async now(counts?: TypeCounts): Promise<ObjectType[]> {
    const { site, schemaId, pace } = this.#options;
    const given = this.#error ?? (await listTypes(site, schemaId, pace.signal));
    if (!Array.isArray(given)) this.#error = given;
    this.#last = Array.isArray(given)
      ? await this.#complete(given, counts)
      : await this.#gather(given);
    return this.#last;
  }

  get error(): ProductError | undefined {
    return this.#error;
  }

  get shortfall(): string | undefined {
    if (!this.#error) return undefined;
    const sentences = [
      "The list of object types couldn't be read.",
      this.#error.message,
      'This backup has the types that its objects or earlier backups name, and their parents. Types without objects may be missing.',
      ...this.#unreadMessage,
    ];
    return sentences.join(' ');
  }

  get #unreadMessage(): string[] {
    if (this.#unread.length === 0) return [];
    const types = counted(this.#unread.length, 'type');
    const them = this.#unread.length === 1 ? 'it' : 'them';
    return [
      `${types} (${nameSome(this.#unread)}) couldn't be read one by one either, and what is known of ${them} comes from the objects or earlier backups.`,
    ];
  }

  /** What the list leaves out is looked for if the schema counts more, and added from then on. */
  async #complete(
    listed: readonly ObjectType[],
    counts: TypeCounts | undefined,
  ): Promise<ObjectType[]> {
    const { site, schemaId, pace } = this.#options;
    const settled = [...listed, ...without(this.#added, listed)];
    if (!counts || !countsMore(counts, settled)) return settled;
    const known = without(await this.#ofBase(), settled);
    const gathered = await gatherTypes(site, schemaId, { known, settled }, pace);
    const types = withoutUnsure(gathered, known);
    this.#added.push(...without(types, settled));
    return types;
  }

  /** @throws why there's no list, if there are no types either */
  async #gather(error: ProductError): Promise<ObjectType[]> {
    const { site, schemaId, pace } = this.#options;
    const settled = this.#last;
    const known = settled ? [] : await this.#ofBase();
    const { types, unread } = await gatherTypes(site, schemaId, { known, settled }, pace);
    if (types.length === 0) throw error;
    this.#unread.push(...unread.map(({ name }) => name));
    return types;
  }

  async #ofBase(): Promise<ObjectType[]> {
    const types: ObjectType[] = [];
    for await (const { body } of this.#options.writer.baseRecords('objectType'))
      types.push(...readTypeBody(body));
    return types;
  }
}

function without(types: readonly ObjectType[], others: readonly ObjectType[]): ObjectType[] {
  const ids = new Set(others.map(({ id }) => id));
  return types.filter(({ id }) => !ids.has(id));
}

function countsMore(
  { objectTypeCount, objectCount }: TypeCounts,
  types: readonly ObjectType[],
): boolean {
  const objects = types.reduce((sum, type) => sum + type.objectCount, 0);
  return objectTypeCount > types.length || objectCount > objects;
}
