import { aqlQuery, isOfType, isOneOf } from '../../core/assets/aql/aql-query.ts';
import type { AssetsObject } from '../../core/assets/model/assets-object.ts';
import type { ObjectType } from '../../core/assets/model/definitions/object-type.ts';
import type { AssetsReader } from '../../core/assets/ports/assets-reader.ts';
import type { CensusPage } from '../../core/assets/ports/pages/census-page.ts';
import type { PageStart } from '../../core/assets/ports/pages/page-start.ts';
import { PageRefused } from '../../core/assets/ports/pages/page-refused.ts';
import type { ReceivedPage } from '../../core/assets/ports/pages/received-page.ts';
import type { TypeOf } from '../../core/assets/ports/pages/type-of.ts';
import { asMembers } from '../../core/kernel/json/field-forms.ts';
import { inTurns } from '../../core/kernel/loops/steps.ts';
import { giveBack } from '../../core/kernel/give-back.ts';
import type { HttpAnswer } from '../http/http.ts';
import { UnparsedItem, type JsonList } from '../http/json-list.ts';
import { parseList, readAnswer, unexpected } from '../http/read-answer.ts';
import { ONE_OBJECT_BYTES, type AssetsCall } from '../assets/calls/assets-calls.ts';
import { ApiTotalCount } from '../assets/shapes/api-usage.ts';
import { AssetsStructureReader } from '../assets/reading/assets-structure-reader.ts';
import { PageSize } from '../assets/reading/page-size.ts';
import { KeysetOrder } from '../assets/reading/keyset-order.ts';
import { orAlone } from '../assets/reading/or-alone.ts';
import { itemsOf } from '../assets/reading/objects/api-object.ts';
import { readCensusPage } from '../assets/reading/read-census-page.ts';
import { findObjectEntry, ONE_OBJECT } from '../assets/reading/objects/find-object-entry.ts';
import { pageOfOne } from '../assets/reading/objects/page-of-one.ts';
import { readObjectPage } from '../assets/reading/objects/read-object-page.ts';
import { readOneObject } from '../assets/reading/objects/read-one-object.ts';
import { readUnbroken, type ReadPage } from '../assets/reading/read-unbroken.ts';
import { objectsBesides, TYPES_PAGE, typesOfItems } from '../assets/reading/types-of-items.ts';

const AQL = 'POST object/aql';

interface AqlPage {
  query: string;
  offset: number;
  limit: number;
  /** Whether values come along. */
  includeAttributes: boolean;
}

/** Assets Cloud REST v1 (assets-api: A), read through one stack of wrappers. */
export class CloudReader extends AssetsStructureReader implements AssetsReader {
  readonly #order = new KeysetOrder();
  readonly #pageSize = new PageSize();

  supportsKeyset(schemaId: string, signal?: AbortSignal): Promise<boolean> {
    return this.#order.supports(schemaId, {
      findIds: (query, limit) => this.#idsOf(query, limit, signal),
      assertUp: () => this.schema(schemaId, signal),
    });
  }

  typesOfObjects(
    schemaId: string,
    besides: readonly string[],
    signal?: AbortSignal,
  ): Promise<ObjectType[]> {
    const query = objectsBesides(schemaId, besides);
    const page = { query, offset: 0, limit: TYPES_PAGE, includeAttributes: false };
    const take = (answer: HttpAnswer) => typesOfItems(readPageList(answer).items, schemaId);
    return this.#sized(page, (sized) => this.#aql(sized, take, signal));
  }

  objects(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    const page = { ...this.#order.page(typeId, start), limit };
    return this.#page(page, () => typeId, signal);
  }

  objectsById(ids: string[], signal?: AbortSignal, typeOf?: TypeOf): Promise<ReceivedPage> {
    const page = { query: aqlQuery([isOneOf(ids)]), offset: 0, limit: ids.length };
    const found = this.#page(page, typeOf, signal);
    return orAlone(found, ids, async (id) => {
      const wanted = { id, dispensable: true } as const;
      return pageOfOne(await findObjectEntry(this.calls, wanted, signal), this.known, typeOf);
    });
  }

  search(
    query: string,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    return this.#page({ query, offset, limit }, undefined, signal);
  }

  census(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<CensusPage> {
    const page = { ...this.#order.page(typeId, start), limit, includeAttributes: false };
    const take = (answer: HttpAnswer): CensusPage => {
      const read = readCensus(answer);
      giveBack(answer.body);
      return read;
    };
    return this.#sized(page, (sized) => this.#aql(sized, take, signal));
  }

  countObjects(typeId: string, signal?: AbortSignal): Promise<number> {
    const endpoint = 'POST object/aql/totalcount';
    const body = { qlQuery: aqlQuery([isOfType(typeId)]) };
    const call = { method: 'POST', path: '/object/aql/totalcount', body, endpoint } as const;
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, ApiTotalCount).totalCount;
    return this.calls.readWith({ ...call, question: true, dispensable: true }, { read }, signal);
  }

  async object(id: string, signal?: AbortSignal): Promise<AssetsObject | null> {
    const entry = await findObjectEntry(this.calls, { id }, signal);
    return entry === null ? null : readOneObject(entry, ONE_OBJECT, this.known);
  }

  async #page(
    page: Omit<AqlPage, 'includeAttributes'>,
    typeOf: TypeOf | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReceivedPage> {
    const asked = { ...page, includeAttributes: true };
    const take = (answer: HttpAnswer) => ({ body: answer.body, list: readPageList(answer) });
    const ask = async (): Promise<ReadPage> => {
      const { body, list } = await this.#sized(asked, (sized) => this.#aql(sized, take, signal));
      return async (broken) => {
        const reading = { endpoint: AQL, known: this.known, typeOf, broken };
        const read = await inTurns(readObjectPage(list, reading));
        giveBack(body);
        return read;
      };
    };
    const first = await ask();
    return { read: () => readUnbroken(first, ask) };
  }

  async #idsOf(
    query: string,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<number[] | undefined> {
    const call = aqlCall({ query, offset: 0, limit, includeAttributes: false });
    const read = (answer: HttpAnswer): number[] =>
      readCensus(answer).entries.map(({ id }) => Number(id));
    const probe = {
      ...call,
      endpoint: `${AQL} (probe)`,
      check: (each: HttpAnswer) => void read(each),
    };
    const answer = await this.calls.ask(probe, signal);
    if (answer.status === 400) return undefined;
    await this.calls.assertAnswered(answer, AQL, signal);
    return read(answer);
  }

  /** The page as large as the site gives it. */
  #sized<T>(page: AqlPage, ask: (page: AqlPage) => Promise<T>): Promise<T> {
    if (page.offset > 0) return ask({ ...page, limit: this.#pageSize.within(page.limit) });
    return this.#pageSize.find(page.limit, (limit) => ask({ ...page, limit }));
  }

  #aql<T>(
    page: AqlPage,
    read: (answer: HttpAnswer) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const call = aqlCall(page);
    const size = page.limit === 1 ? { maxBytes: ONE_OBJECT_BYTES } : ({ divisible: true } as const);
    const assertGood = (answer: HttpAnswer): Promise<void> => {
      if (answer.status === 400 && page.offset > 0) throw new PageRefused();
      return this.calls.assertAnswered(answer, AQL, signal);
    };
    return this.calls.readWith({ ...call, ...size }, { read, assertGood }, signal);
  }
}

const aqlCall = ({ query, offset, limit, includeAttributes }: AqlPage): AssetsCall => ({
  method: 'POST',
  path: '/object/aql',
  query: { startAt: offset, maxResults: limit, includeAttributes },
  body: { qlQuery: query },
  question: true,
  refusable: true,
  dispensable: true,
  endpoint: AQL,
});

/** @throws Unavailable `unexpected-answer` where it is no page, or a part of one */
function readPageList(answer: HttpAnswer): JsonList {
  const list = parseList(answer, AQL, 'values');
  const page = asMembers(list.rest);
  if (!page || !itemsOf(page)) throw unexpected(AQL, 'values');
  return list;
}

/** @throws Unavailable `unexpected-answer`, also where an object in it isn't JSON */
function readCensus(answer: HttpAnswer): CensusPage {
  const { rest, items } = parseList(answer, AQL, 'values');
  return readCensusPage({ rest, items: allParsed(items) }, AQL);
}

function* allParsed(items: Iterable<unknown>): Generator<unknown> {
  for (const item of items) {
    if (item instanceof UnparsedItem)
      throw unexpected(AQL, 'values', new SyntaxError("An object in it isn't JSON."));
    yield item;
  }
}
