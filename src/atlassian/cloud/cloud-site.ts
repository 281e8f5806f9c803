import { z } from 'zod';
import type { JsonValue } from '../../core/kernel/json.ts';
import {
  aqlQuery,
  isAfter,
  isInSchema,
  isOfType,
  isOneOf,
} from '../../core/assets/aql/aql-query.ts';
import type { AssetsObject } from '../../core/assets/model/assets-object.ts';
import type { AttributeDefinition } from '../../core/assets/model/attribute-definition.ts';
import type { Icon } from '../../core/assets/model/icon.ts';
import type { ObjectType } from '../../core/assets/model/object-type.ts';
import type { ReferenceType } from '../../core/assets/model/reference-type.ts';
import type { Status } from '../../core/assets/model/status.ts';
import {
  readStoredReferenceType,
  readStoredStatus,
  type StoredNamed,
} from '../../core/assets/stored/stored-named.ts';
import type { Schema } from '../../core/assets/model/schema.ts';
import { AnswerTooLarge } from '../../core/assets/ports/answer-too-large.ts';
import type { AssetsReader } from '../../core/assets/ports/assets-reader.ts';
import type { CensusEntry } from '../../core/assets/ports/census-page.ts';
import type { PageStart } from '../../core/assets/ports/page-start.ts';
import type { ReceivedPage } from '../../core/assets/ports/received-page.ts';
import type { HttpAnswer } from '../http/http.ts';
import { parseJson, parseList, readAnswer } from '../http/read-json.ts';
import {
  ApiAttribute,
  ApiIcon,
  ApiObjectType,
  ApiReferenceType,
  ApiSchema,
  ApiSchemaList,
  ApiStatus,
  ApiUsage,
} from './api-shapes.ts';
import { ONE_OBJECT_BYTES, type AssetsCalls } from './assets-calls.ts';
import { toAttribute, toSchema } from './map-definitions.ts';
import { KnownAttributes, readCensusPage, readOneObject, readPage } from './map-object.ts';

const SCHEMAS_PAGE = 50;
/** A listing that goes on for longer than this is cut short: no site has so many. */
const SCHEMAS_PAGES = 400;
const AQL = 'POST object/aql';

/** Assets Cloud REST v1 (assets-api: A), read through one stack of wrappers. */
export class CloudSite implements AssetsReader {
  protected readonly calls: AssetsCalls;
  protected readonly known = new KnownAttributes();
  readonly #keyset = new Map<string, boolean>();
  #sorts = false;

  constructor(calls: AssetsCalls) {
    this.calls = calls;
  }

  async schemas(signal?: AbortSignal): Promise<{ schemas: Schema[]; complete: boolean }> {
    const schemas = new Map<string, Schema>();
    for (let page = 0; page < SCHEMAS_PAGES; page += 1) {
      const list = readAnswer(
        await this.calls.get('/objectschema/list', 'GET objectschema/list', signal, {
          startAt: page * SCHEMAS_PAGE,
          maxResults: SCHEMAS_PAGE,
          includeCounts: true,
        }),
        'GET objectschema/list',
        ApiSchemaList,
      );
      list.values.map(toSchema).forEach((schema) => schemas.set(schema.id, schema));
      const last =
        list.values.length === 0 || (list.isLast ?? list.last ?? list.values.length < SCHEMAS_PAGE);
      if (last)
        return {
          schemas: [...schemas.values()],
          complete: list.total === undefined || schemas.size >= list.total,
        };
    }
    return { schemas: [...schemas.values()], complete: false };
  }

  async schema(schemaId: string, signal?: AbortSignal): Promise<Schema> {
    return toSchema(
      readAnswer(
        await this.calls.get(
          `/objectschema/${encodeURIComponent(schemaId)}`,
          'GET objectschema/{id}',
          signal,
        ),
        'GET objectschema/{id}',
        ApiSchema,
      ),
    );
  }

  async objectTypes(schemaId: string, signal?: AbortSignal): Promise<ObjectType[]> {
    const endpoint = 'GET objectschema/{id}/objecttypes/flat';
    const types = readAnswer(
      await this.calls.get(
        `/objectschema/${encodeURIComponent(schemaId)}/objecttypes/flat`,
        endpoint,
        signal,
        { includeObjectCounts: true },
      ),
      endpoint,
      z.array(ApiObjectType),
    );
    return types.map(
      ({
        id,
        name,
        description,
        icon,
        position,
        parentObjectTypeId,
        objectSchemaId,
        inherited,
        abstractObjectType,
        objectCount,
      }) => ({
        id,
        name,
        description,
        iconId: icon?.id ?? '',
        iconName: icon?.name ?? '',
        position,
        parentId: parentObjectTypeId,
        schemaId: objectSchemaId,
        inherited,
        abstract: abstractObjectType,
        objectCount,
      }),
    );
  }

  async attributes(objectTypeId: string, signal?: AbortSignal): Promise<AttributeDefinition[]> {
    const endpoint = 'GET objecttype/{id}/attributes';
    const attributes = readAnswer(
      await this.calls.get(
        `/objecttype/${encodeURIComponent(objectTypeId)}/attributes`,
        endpoint,
        signal,
        { excludeParentAttributes: true },
      ),
      endpoint,
      z.array(ApiAttribute),
    );
    attributes.forEach((attribute) => this.known.learn(attribute));
    return attributes.map((attribute) => toAttribute(attribute, objectTypeId));
  }

  async referenceTypes(
    schemaId: string | undefined,
    signal?: AbortSignal,
  ): Promise<ReferenceType[]> {
    return (
      await this.#scoped('config/referencetype', schemaId, z.array(ApiReferenceType), signal)
    ).map(readStoredReferenceType);
  }

  async statusTypes(schemaId: string | undefined, signal?: AbortSignal): Promise<Status[]> {
    return (await this.#scoped('config/statustype', schemaId, z.array(ApiStatus), signal)).map(
      readStoredStatus,
    );
  }

  async supportsKeyset(schemaId: string, signal?: AbortSignal): Promise<boolean> {
    const known = this.#keyset.get(schemaId);
    if (known !== undefined) return known;
    const supported = await this.#probeKeyset(schemaId, signal);
    this.#keyset.set(schemaId, supported);
    this.#sorts = supported;
    return supported;
  }

  async objects(
    typeId: string,
    start: PageStart,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    return this.search(
      this.#pageQuery(typeId, start),
      'offset' in start ? start.offset : 0,
      limit,
      signal,
    );
  }

  async objectsById(ids: string[], signal?: AbortSignal): Promise<ReceivedPage> {
    return this.search(aqlQuery([isOneOf(ids)]), 0, ids.length, signal);
  }

  async search(
    query: string,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ReceivedPage> {
    const answer = await this.#aql(query, offset, limit, true, signal);
    return {
      read: () => {
        const page = readPage(parseList(answer, AQL, 'values'), AQL, this.known);
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
  ): Promise<{ entries: CensusEntry[]; last: boolean }> {
    const answer = await this.#aql(
      this.#pageQuery(typeId, start),
      'offset' in start ? start.offset : 0,
      limit,
      false,
      signal,
    );
    return readCensusPage(parseJson(answer, AQL), AQL);
  }

  async object(id: string, signal?: AbortSignal): Promise<AssetsObject | null> {
    const endpoint = 'GET object/{id}';
    const answer = await this.calls.ask(
      {
        method: 'GET',
        path: `/object/${encodeURIComponent(id)}`,
        endpoint,
        maxBytes: ONE_OBJECT_BYTES,
      },
      signal,
    );
    return (await this.#isThere(answer, endpoint, signal))
      ? readOneObject(parseJson(answer, endpoint), endpoint, this.known)
      : null;
  }

  async hasObjectType(id: string, signal?: AbortSignal): Promise<boolean> {
    const endpoint = 'GET objecttype/{id}';
    const answer = await this.calls.ask(
      { method: 'GET', path: `/objecttype/${encodeURIComponent(id)}`, endpoint },
      signal,
    );
    return answer.status !== 403 && this.#isThere(answer, endpoint, signal);
  }

  /** @throws Refused, also when it is the whole workspace that is gone */
  async #isThere(
    answer: HttpAnswer,
    endpoint: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (answer.status === 404) {
      await this.calls.assertWorkspace(signal);
      return false;
    }
    await this.calls.assertAnswered(answer, endpoint, signal);
    return true;
  }

  async icons(signal?: AbortSignal): Promise<Icon[]> {
    return readAnswer(
      await this.calls.get('/icon/global', 'GET icon/global', signal),
      'GET icon/global',
      z.array(ApiIcon),
    );
  }

  async objectTotal(signal?: AbortSignal): Promise<number> {
    return readAnswer(await this.calls.get('/usage', 'GET usage', signal), 'GET usage', ApiUsage)
      .totalObjectsCount;
  }

  /** Keys are unique, ids are too where the site can sort by them: pages need a total order. */
  #pageQuery(typeId: string, start: PageStart): string {
    const after = 'afterId' in start ? [isAfter(start.afterId)] : [];
    return aqlQuery([isOfType(typeId), ...after], this.#sorts ? 'objectId' : 'Key');
  }

  async #probeKeyset(schemaId: string, signal: AbortSignal | undefined): Promise<boolean> {
    const probe = async (afterId: number): Promise<number[] | undefined> => {
      const answer = await this.calls.ask(
        {
          method: 'POST',
          path: '/object/aql',
          query: { startAt: 0, maxResults: 3, includeAttributes: false },
          body: {
            qlQuery: aqlQuery([isInSchema(schemaId), isAfter(String(afterId))], 'objectId'),
          },
          endpoint: 'POST object/aql (probe)',
        },
        signal,
      );
      if (answer.status === 400) return undefined;
      await this.calls.assertAnswered(answer, AQL, signal);
      return readCensusPage(parseJson(answer, AQL), AQL).entries.map((entry) => Number(entry.id));
    };
    const all = await probe(0);
    if (all === undefined || all.some((id, at) => at > 0 && id <= all[at - 1]!)) return false;
    if (all.length < 2) return true;
    const rest = await probe(all[0]!);
    return rest !== undefined && rest[0] === all[1];
  }

  async #aql(
    qlQuery: string,
    startAt: number,
    limit: number,
    includeAttributes: boolean,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const answer = await this.calls.ask(
      {
        method: 'POST',
        path: '/object/aql',
        query: { startAt, maxResults: limit, includeAttributes },
        body: { qlQuery },
        endpoint: AQL,
        ...(limit === 1 ? { maxBytes: ONE_OBJECT_BYTES } : {}),
      },
      signal,
    );
    if (answer.status === 413 && limit > 1) throw new AnswerTooLarge();
    await this.calls.assertAnswered(answer, AQL, signal);
    return answer;
  }

  /** The schema's own and the global ones: whether a schema's listing holds the global ones is not documented. */
  async #scoped<T extends { id: string }>(
    path: string,
    schemaId: string | undefined,
    shape: z.ZodType<T[]>,
    signal: AbortSignal | undefined,
  ): Promise<StoredNamed[]> {
    const endpoint = `GET ${path}`;
    const found = new Map<string, Record<string, JsonValue>>();
    for (const query of schemaId === undefined
      ? [undefined]
      : [{ objectSchemaId: schemaId }, undefined]) {
      for (const { id, ...definition } of readAnswer(
        await this.calls.get(`/${path}`, endpoint, signal, query),
        endpoint,
        shape,
      ))
        found.set(id, JSON.parse(JSON.stringify(definition)) as Record<string, JsonValue>);
    }
    return [...found].map(([id, definition]) => ({ id, definition }));
  }
}

/** Frees the bytes now: the collector sees only the small object that stands for them, and takes its time. Small buffers share theirs. */
function giveBack(bytes: Buffer): void {
  if (bytes.buffer.byteLength === bytes.length) (bytes.buffer as ArrayBuffer).transfer(0);
}
