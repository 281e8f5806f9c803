import {
  aqlQuery,
  isAfter,
  isInSchema,
  isOfType,
  isOneOf,
} from '../../../core/assets/aql/aql-query.ts';
import type { AssetsObject } from '../../../core/assets/model/assets-object.ts';
import { AnswerTooLarge } from '../../../core/assets/ports/answer-too-large.ts';
import type { AssetsReader } from '../../../core/assets/ports/assets-reader.ts';
import type { CensusPage } from '../../../core/assets/ports/census-page.ts';
import type { PageStart } from '../../../core/assets/ports/page-start.ts';
import { PageRefused } from '../../../core/assets/ports/page-refused.ts';
import type { ReceivedPage } from '../../../core/assets/ports/received-page.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { parseJson, parseList, readAnswer } from '../../http/read-answer.ts';
import { ONE_OBJECT_BYTES, type AssetsCall } from '../calls/assets-calls.ts';
import { ApiTotalCount } from '../shapes/api-usage.ts';
import { CloudStructureReader } from './cloud-structure-reader.ts';
import { probeKeyset } from './probe-keyset.ts';
import { readCensusPage } from './read-census-page.ts';
import { readObjectPage } from './read-object-page.ts';
import { readOneObject } from './read-one-object.ts';

const AQL = 'POST object/aql';
/** Two objects are enough to see an order; the third is a reserve. */
const PROBE_SIZE = 3;

interface AqlPage {
  query: string;
  offset: number;
  limit: number;
  /** Whether values come along. */
  includeAttributes: boolean;
}

/** Assets Cloud REST v1 (assets-api: A), read through one stack of wrappers. */
export class CloudReader extends CloudStructureReader implements AssetsReader {
  readonly #keyset = new Map<string, boolean>();
  #sortsById = false;

  async supportsKeyset(schemaId: string, signal?: AbortSignal): Promise<boolean> {
    const known = this.#keyset.get(schemaId);
    if (known !== undefined) return known;
    const supported = await probeKeyset((afterId) => this.#idsAfter(schemaId, afterId, signal));
    this.#keyset.set(schemaId, supported);
    this.#sortsById = supported;
    return supported;
  }

  objects(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    return this.search(this.#pageQuery(typeId, start), offsetOf(start), limit, signal);
  }

  objectsById(ids: string[], signal?: AbortSignal): Promise<ReceivedPage> {
    return this.search(aqlQuery([isOneOf(ids)]), 0, ids.length, signal);
  }

  async search(
    query: string,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    const answer = await this.#aql({ query, offset, limit, includeAttributes: true }, signal);
    return {
      read: () => {
        const page = readObjectPage(parseList(answer, AQL, 'values'), AQL, this.known);
        giveBack(answer.body);
        return page;
      },
    };
  }

  async census(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<CensusPage> {
    const query = this.#pageQuery(typeId, start);
    const page = { query, offset: offsetOf(start), limit, includeAttributes: false };
    return readCensusPage(parseJson(await this.#aql(page, signal), AQL), AQL);
  }

  async countObjects(typeId: string, signal?: AbortSignal): Promise<number> {
    const endpoint = 'POST object/aql/totalcount';
    const body = { qlQuery: aqlQuery([isOfType(typeId)]) };
    const answer = await this.calls.ask(
      { method: 'POST', path: '/object/aql/totalcount', body, endpoint },
      signal,
    );
    await this.calls.assertAnswered(answer, endpoint, signal);
    return readAnswer(answer, endpoint, ApiTotalCount).totalCount;
  }

  async object(id: string, signal?: AbortSignal): Promise<AssetsObject | null> {
    const endpoint = 'GET object/{id}';
    const path = `/object/${encodeURIComponent(id)}`;
    const answer = await this.calls.ask(
      { method: 'GET', path, endpoint, maxBytes: ONE_OBJECT_BYTES },
      signal,
    );
    return (await this.calls.isFound(answer, endpoint, signal))
      ? readOneObject(parseJson(answer, endpoint), endpoint, this.known)
      : null;
  }

  /** Keys are unique, ids are too where the site can sort by them: pages need a total order. */
  #pageQuery(typeId: string, start: PageStart): string {
    const after = 'afterId' in start ? [isAfter(start.afterId)] : [];
    return aqlQuery([isOfType(typeId), ...after], this.#sortsById ? 'objectId' : 'Key');
  }

  async #idsAfter(
    schemaId: string,
    afterId: number,
    signal: AbortSignal | undefined,
  ): Promise<number[] | undefined> {
    const query = aqlQuery([isInSchema(schemaId), isAfter(String(afterId))], 'objectId');
    const call = aqlCall({ query, offset: 0, limit: PROBE_SIZE, includeAttributes: false });
    const answer = await this.calls.ask({ ...call, endpoint: `${AQL} (probe)` }, signal);
    if (answer.status === 400) return undefined;
    await this.calls.assertAnswered(answer, AQL, signal);
    return readCensusPage(parseJson(answer, AQL), AQL).entries.map(({ id }) => Number(id));
  }

  async #aql(page: AqlPage, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const isOneObject = page.limit === 1;
    const call = aqlCall(page);
    const answer = await this.calls.ask(
      isOneObject ? { ...call, maxBytes: ONE_OBJECT_BYTES } : call,
      signal,
    );
    if (answer.status === 413 && !isOneObject) throw new AnswerTooLarge();
    if (answer.status === 400 && page.offset > 0) throw new PageRefused();
    await this.calls.assertAnswered(answer, AQL, signal);
    return answer;
  }
}

const aqlCall = ({ query, offset, limit, includeAttributes }: AqlPage): AssetsCall => ({
  method: 'POST',
  path: '/object/aql',
  query: { startAt: offset, maxResults: limit, includeAttributes },
  body: { qlQuery: query },
  endpoint: AQL,
});

const offsetOf = (start: PageStart): number => ('offset' in start ? start.offset : 0);

/**
 * Frees the bytes now: the collector sees only the small object that stands for them, and takes its
 * time. Small buffers share theirs.
 */
function giveBack(bytes: Buffer): void {
  if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.length)
    bytes.buffer.transfer(0);
}
