import { z } from 'zod';
import type { AttributeDefinition } from '../../../core/assets/model/attribute-definition.ts';
import type { Icon } from '../../../core/assets/model/icon.ts';
import type { ObjectType } from '../../../core/assets/model/object-type.ts';
import type { ReferenceType } from '../../../core/assets/model/reference-type.ts';
import type { Schema } from '../../../core/assets/model/schema.ts';
import type { Status } from '../../../core/assets/model/status.ts';
import { readList } from '../../../core/assets/paging/read-list.ts';
import type { SchemaListing } from '../../../core/assets/ports/schema-listing.ts';
import {
  readStoredReferenceType,
  readStoredStatus,
} from '../../../core/assets/stored/stored-named.ts';
import { asJson, type JsonValue } from '../../../core/kernel/json-value.ts';
import type { AssetsCalls } from '../calls/assets-calls.ts';
import { ApiAttribute, toAttribute } from '../shapes/api-attribute.ts';
import { ApiIcon } from '../shapes/api-icon.ts';
import { ApiObjectType, toObjectType } from '../shapes/api-object-type.ts';
import { ApiReferenceType } from '../shapes/api-reference-type.ts';
import { ApiSchema, ApiSchemaList, toSchema } from '../shapes/api-schema.ts';
import { ApiStatus } from '../shapes/api-status.ts';
import { ApiUsage } from '../shapes/api-usage.ts';
import { KnownAttributes } from './known-attributes.ts';

const PAGE_SIZE = 50;

/** Reads everything around objects (assets-api: A.5 to A.8, A.10). */
export class CloudStructureReader {
  protected readonly calls: AssetsCalls;
  protected readonly known = new KnownAttributes();

  constructor(calls: AssetsCalls) {
    this.calls = calls;
  }

  async schemas(signal?: AbortSignal): Promise<SchemaListing> {
    const { items, complete, total } = await readList({
      what: 'schemas',
      nameOf: ({ id }: Schema) => id,
      ask: async (startAt) => {
        const { values, isLast, last, total: counted } = await this.#schemaPage(startAt, signal);
        return { items: values.map(toSchema), last: isLast ?? last, total: counted };
      },
    });
    return { schemas: items, complete, counted: total };
  }

  async schema(schemaId: string, signal?: AbortSignal): Promise<Schema> {
    const path = `/objectschema/${encodeURIComponent(schemaId)}`;
    const endpoint = 'GET objectschema/{id}';
    return toSchema(await this.calls.read({ path, endpoint, shape: ApiSchema }, signal));
  }

  async objectTypes(schemaId: string, signal?: AbortSignal): Promise<ObjectType[]> {
    const types = await this.calls.read(
      {
        path: `/objectschema/${encodeURIComponent(schemaId)}/objecttypes/flat`,
        endpoint: 'GET objectschema/{id}/objecttypes/flat',
        query: { includeObjectCounts: true },
        shape: z.array(ApiObjectType),
      },
      signal,
    );
    return types.map(toObjectType);
  }

  async hasObjectType(id: string, signal?: AbortSignal): Promise<boolean> {
    const path = `/objecttype/${encodeURIComponent(id)}`;
    const endpoint = 'GET objecttype/{id}';
    const answer = await this.calls.ask({ method: 'GET', path, endpoint }, signal);
    return answer.status !== 403 && this.calls.isFound(answer, endpoint, signal);
  }

  async attributes(objectTypeId: string, signal?: AbortSignal): Promise<AttributeDefinition[]> {
    const attributes = await this.calls.read(
      {
        path: `/objecttype/${encodeURIComponent(objectTypeId)}/attributes`,
        endpoint: 'GET objecttype/{id}/attributes',
        query: { excludeParentAttributes: true },
        shape: z.array(ApiAttribute),
      },
      signal,
    );
    for (const attribute of attributes) this.known.learn(attribute);
    return attributes.map((attribute) => toAttribute(attribute, objectTypeId));
  }

  async referenceTypes(
    schemaId: string | undefined,
    signal?: AbortSignal,
  ): Promise<ReferenceType[]> {
    const found = await this.#named('config/referencetype', schemaId, ApiReferenceType, signal);
    return found.map(readStoredReferenceType);
  }

  async statusTypes(schemaId: string | undefined, signal?: AbortSignal): Promise<Status[]> {
    const found = await this.#named('config/statustype', schemaId, ApiStatus, signal);
    return found.map(readStoredStatus);
  }

  icons(signal?: AbortSignal): Promise<Icon[]> {
    return this.calls.read(
      { path: '/icon/global', endpoint: 'GET icon/global', shape: z.array(ApiIcon) },
      signal,
    );
  }

  async objectTotal(signal?: AbortSignal): Promise<number> {
    const usage = await this.calls.read(
      { path: '/usage', endpoint: 'GET usage', shape: ApiUsage },
      signal,
    );
    return usage.totalObjectsCount;
  }

  #schemaPage(
    startAt: number,
    signal: AbortSignal | undefined,
  ): Promise<z.output<typeof ApiSchemaList>> {
    return this.calls.read(
      {
        path: '/objectschema/list',
        endpoint: 'GET objectschema/list',
        query: { startAt, maxResults: PAGE_SIZE, includeCounts: true },
        shape: ApiSchemaList,
      },
      signal,
    );
  }

  /**
   * The schema's own and the global ones: whether a schema's listing holds the global ones is not
   * documented.
   */
  async #named<T extends { id: string }>(
    path: string,
    schemaId: string | undefined,
    shape: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): Promise<{ id: string; definition: JsonValue }[]> {
    const found = new Map<string, { id: string; definition: JsonValue }>();
    const queries =
      schemaId === undefined ? [undefined] : [{ objectSchemaId: schemaId }, undefined];
    for (const query of queries) {
      const all = await this.calls.read(
        { path: `/${path}`, endpoint: `GET ${path}`, query, shape: z.array(shape) },
        signal,
      );
      for (const { id, ...definition } of all)
        found.set(id, { id, definition: asJson(definition) });
    }
    return [...found.values()];
  }
}
