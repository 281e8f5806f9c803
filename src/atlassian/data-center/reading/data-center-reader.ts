import { aqlQuery, isOfType, isOneOf } from '../../../core/assets/aql/aql-query.ts';
import type { ObjectsFunction } from '../../../core/assets/issues/issues-jql.ts';
import type { AssetsObject } from '../../../core/assets/model/assets-object.ts';
import type { ObjectType } from '../../../core/assets/model/definitions/object-type.ts';
import type { ObjectPage } from '../../../core/assets/ports/pages/object-page.ts';
import type { AssetsReader } from '../../../core/assets/ports/assets-reader.ts';
import type { CensusPage } from '../../../core/assets/ports/pages/census-page.ts';
import { PageRefused } from '../../../core/assets/ports/pages/page-refused.ts';
import type { PageStart } from '../../../core/assets/ports/pages/page-start.ts';
import type { ReceivedPage } from '../../../core/assets/ports/pages/received-page.ts';
import type { TypeOf } from '../../../core/assets/ports/pages/type-of.ts';
import { countEach } from '../../../core/assets/reading/count-each.ts';
import { inTurns } from '../../../core/kernel/loops/steps.ts';
import {
  ONE_OBJECT_BYTES,
  type AssetsCall,
  type AssetsCalls,
} from '../../assets/calls/assets-calls.ts';
import { KeysetOrder } from '../../assets/reading/keyset-order.ts';
import { orAlone } from '../../assets/reading/or-alone.ts';
import { PageSize } from '../../assets/reading/page-size.ts';
import { findObjectEntry, ONE_OBJECT } from '../../assets/reading/objects/find-object-entry.ts';
import { pageOfOne } from '../../assets/reading/objects/page-of-one.ts';
import { readObjectPage } from '../../assets/reading/objects/read-object-page.ts';
import { readCensusPage } from '../../assets/reading/read-census-page.ts';
import { readOneObject } from '../../assets/reading/objects/read-one-object.ts';
import { readUnbroken, type ReadPage } from '../../assets/reading/read-unbroken.ts';
import { objectsBesides, TYPES_PAGE, typesOfItems } from '../../assets/reading/types-of-items.ts';
import { giveBack } from '../../../core/kernel/give-back.ts';
import type { HttpAnswer } from '../../http/http.ts';
import {
  DataCenterStructureReader,
  type StructureReaderOptions,
} from './data-center-structure-reader.ts';
import { DataCenterArchive } from './data-center-archive.ts';
import { pageAt, type NumberedPage } from './numbered-page.ts';
import { plainEntry, readEntries, type EntryPage } from './read-entries.ts';
import type { UserEmails } from './user-emails.ts';
import type { VersionProjects } from './version-projects.ts';

/** The query is part of the address, which servers limit to 8 KB. */
const MAX_IDS = 100;

/** How to search a version of Data Center. */
export interface SearchWords {
  path: '/aql/objects' | '/iql/objects';
  query: 'qlQuery' | 'iql';
  inIssues: ObjectsFunction;
}

interface Search {
  query: string;
  offset: number;
  limit: number;
  /** Whether values are included. */
  includeAttributes: boolean;
}

export interface ReaderOptions extends StructureReaderOptions {
  words: SearchWords;
  emails: UserEmails;
  versions: VersionProjects;
}

/** Reads Assets or Insight on Data Center through one stack of wrappers (assets-api: D, G). */
export class DataCenterReader extends DataCenterStructureReader implements AssetsReader {
  readonly archive: DataCenterArchive;
  readonly #words: SearchWords;
  readonly #emails: UserEmails;
  readonly #versions: VersionProjects;
  readonly #endpoint: string;
  readonly #order = new KeysetOrder();
  readonly #pageSize = new PageSize();
  /** The size of the site's largest pages. */
  #most = Infinity;

  constructor(calls: AssetsCalls, { words, emails, versions, ...options }: ReaderOptions) {
    super(calls, options);
    this.archive = new DataCenterArchive({
      calls: options.optional,
      readOne: (id, signal) => this.#pageOfOne(id, signal, { dispensable: true }),
      awaitAnswer: (schemaId, signal) => this.schema(schemaId, signal),
    });
    this.#words = words;
    this.#emails = emails;
    this.#versions = versions;
    this.#endpoint = `GET ${words.path.slice(1)}`;
  }

  /** If no type says how many objects it has, the objects of each are counted. */
  override async objectTypes(schemaId: string, signal?: AbortSignal): Promise<ObjectType[]> {
    const types = await super.objectTypes(schemaId, signal);
    const isCounted = types.some(({ objectCount }) => objectCount > 0);
    return isCounted ? types : countEach(this, types, signal);
  }

  supportsKeyset(schemaId: string, signal?: AbortSignal): Promise<boolean> {
    return this.#order.supports(schemaId, {
      findIds: (query, limit) => this.#idsOf(query, limit, signal),
      assertUp: () => this.schema(schemaId, signal),
    });
  }

  async typesOfObjects(
    schemaId: string,
    besides: readonly string[],
    signal?: AbortSignal,
  ): Promise<ObjectType[]> {
    const query = objectsBesides(schemaId, besides);
    const search = { query, offset: 0, limit: TYPES_PAGE, includeAttributes: false };
    const { list } = await this.#sized(search, signal);
    return typesOfItems(list.items, schemaId);
  }

  objects(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    const search = { ...this.#order.page(typeId, start), limit };
    return this.#page(search, () => typeId, signal);
  }

  objectsById(ids: string[], signal?: AbortSignal, typeOf?: TypeOf): Promise<ReceivedPage> {
    const some = ids.slice(0, MAX_IDS);
    const search = { query: aqlQuery([isOneOf(some)]), offset: 0, limit: some.length };
    const found = this.#page(search, typeOf, signal);
    return orAlone(found, some, (id) => this.#pageOfOne(id, signal, { dispensable: true, typeOf }));
  }

  search(
    query: string,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    return this.#page({ query, offset, limit }, undefined, signal);
  }

  async census(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<CensusPage> {
    const search = { ...this.#order.page(typeId, start), limit, includeAttributes: false };
    const page = await this.#sized(search, signal);
    const read = readCensusPage(page.list, this.#endpoint);
    giveBack(page.body);
    return read;
  }

  async countObjects(typeId: string, signal?: AbortSignal): Promise<number> {
    const query = aqlQuery([isOfType(typeId)]);
    const search = { query, offset: 0, limit: 1, includeAttributes: false };
    return (await this.#ask(search, pageAt(0, 1), signal)).total();
  }

  async object(id: string, signal?: AbortSignal): Promise<AssetsObject | null> {
    const entry = await this.#entry(id, {}, signal);
    return entry === null ? null : readOneObject(entry, ONE_OBJECT, this.known);
  }

  /** One object and the people that it names. */
  async #pageOfOne(
    id: string,
    signal: AbortSignal | undefined,
    { typeOf, ...trying }: Pick<AssetsCall, 'dispensable'> & { typeOf?: TypeOf | undefined },
  ): Promise<ObjectPage> {
    const page = await pageOfOne(await this.#entry(id, trying, signal), this.known, typeOf);
    return this.#withNames(page, signal);
  }

  /** With what only Jira knows of the people and versions that values name. */
  async #withNames(page: ObjectPage, signal: AbortSignal | undefined): Promise<ObjectPage> {
    const users = await this.#emails.add(page.users, signal);
    const objects = await this.#versions.add(page.objects, signal);
    return { ...page, users, objects };
  }

  async #entry(
    id: string,
    trying: Pick<AssetsCall, 'dispensable'>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const wanted = { id, query: { includeAttributes: true }, ...trying };
    return plainEntry(await findObjectEntry(this.calls, wanted, signal));
  }

  async #page(
    search: Omit<Search, 'includeAttributes'>,
    typeOf: TypeOf | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReceivedPage> {
    const ask = async (): Promise<ReadPage> => {
      const { list, body } = await this.#sized({ ...search, includeAttributes: true }, signal);
      const reading = { endpoint: this.#endpoint, known: this.known, typeOf };
      return async (broken) => {
        const read = await inTurns(readObjectPage(list, { ...reading, broken }));
        giveBack(body);
        return read;
      };
    };
    const first = await ask();
    return {
      read: async () => this.#withNames(await readUnbroken(first, ask), signal),
    };
  }

  async #idsOf(
    query: string,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<number[] | undefined> {
    const first = pageAt(0, limit);
    const search = { query, offset: 0, limit, includeAttributes: false };
    const endpoint = `${this.#endpoint} (probe)`;
    const read = (answer: HttpAnswer): number[] => {
      const { list } = readEntries(answer, this.#endpoint, first);
      return readCensusPage(list, this.#endpoint).entries.map(({ id }) => Number(id));
    };
    const check = (answer: HttpAnswer): void => void read(answer);
    const answer = await this.calls.ask({ ...this.#call(search, first), endpoint, check }, signal);
    if (answer.status === 400) return undefined;
    await this.calls.assertAnswered(answer, this.#endpoint, signal);
    return read(answer);
  }

  /** A page as large as the site allows. */
  #sized(search: Search, signal: AbortSignal | undefined): Promise<EntryPage> {
    const ask = (limit: number) => this.#aligned({ ...search, limit }, signal);
    return search.offset > 0
      ? ask(this.#pageSize.within(search.limit))
      : this.#pageSize.find(search.limit, ask);
  }

  /** Asks again if the site numbers its pages by a smaller size. */
  async #aligned(search: Search, signal: AbortSignal | undefined): Promise<EntryPage> {
    const asked = pageAt(search.offset, Math.min(search.limit, this.#most));
    const page = await this.#ask(search, asked, signal);
    const { smallerSize } = page;
    if (smallerSize === undefined) return page;
    this.#most = smallerSize;
    return search.offset === 0
      ? page
      : this.#ask(search, pageAt(search.offset, smallerSize), signal);
  }

  #ask(search: Search, asked: NumberedPage, signal: AbortSignal | undefined): Promise<EntryPage> {
    const size = asked.size === 1 ? { maxBytes: ONE_OBJECT_BYTES } : ({ divisible: true } as const);
    const read = (answer: HttpAnswer) => readEntries(answer, this.#endpoint, asked);
    const assertGood = (answer: HttpAnswer): Promise<void> => {
      if (answer.status === 400 && search.offset > 0) throw new PageRefused();
      return this.calls.assertAnswered(answer, this.#endpoint, signal);
    };
    const call = { ...this.#call(search, asked), ...size };
    return this.calls.readWith(call, { read, assertGood }, signal);
  }

  #call({ query, includeAttributes }: Search, { page, size }: NumberedPage): AssetsCall {
    const { path, query: name } = this.#words;
    return {
      method: 'GET',
      path,
      query: {
        [name]: query,
        page,
        resultPerPage: size,
        includeAttributes,
        includeAttributesDeep: 1,
        includeTypeAttributes: includeAttributes,
      },
      refusable: true,
      dispensable: true,
      endpoint: this.#endpoint,
    };
  }
}
