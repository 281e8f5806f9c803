import type { z } from 'zod';
import type { AttributeDefinition } from '../../../core/assets/model/definitions/attribute-definition.ts';
import type { Icon } from '../../../core/assets/model/icon.ts';
import type { ObjectType } from '../../../core/assets/model/definitions/object-type.ts';
import type { ReferenceType } from '../../../core/assets/model/definitions/reference-type.ts';
import type { Role } from '../../../core/assets/model/definitions/role.ts';
import type { SchemaProperties } from '../../../core/assets/model/definitions/schema-properties.ts';
import type { Schema } from '../../../core/assets/model/definitions/schema.ts';
import type { Status } from '../../../core/assets/model/definitions/status.ts';
import { Unanswered } from '../../../core/assets/ports/pages/unanswered.ts';
import { Unavailable } from '../../../core/kernel/errors.ts';
import { readList } from '../../../core/assets/paging/read-list.ts';
import type { AccessReader } from '../../../core/assets/ports/parts/access-reader.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { SchemaListing } from '../../../core/assets/ports/pages/schema-listing.ts';
import {
  readStoredReferenceType,
  readStoredStatus,
} from '../../../core/assets/stored/stored-named.ts';
import { asFlag, asId, asMembers, asNumber } from '../../../core/kernel/json/field-forms.ts';
import { inTurns, mapped } from '../../../core/kernel/loops/steps.ts';
import { asJson, type JsonValue } from '../../../core/kernel/json/json-value.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';
import type { AssetsCalls } from '../calls/assets-calls.ts';
import { ApiAttribute, toAttribute } from '../shapes/definitions/api-attribute.ts';
import { ApiIcon } from '../shapes/definitions/api-icon.ts';
import { ApiObjectType, toObjectType } from '../shapes/definitions/api-object-type.ts';
import { ApiReferenceType } from '../shapes/definitions/api-reference-type.ts';
import { idIn, type ReadableItems } from '../shapes/api-field.ts';
import { apiSchemaOf, ApiSchemaList, toSchema } from '../shapes/definitions/api-schema.ts';
import { ApiStatus } from '../shapes/definitions/api-status.ts';
import { ApiUsage } from '../shapes/api-usage.ts';
import { KnownAttributes } from './objects/known-attributes.ts';

const PAGE_SIZE = 50;
const TYPE = 'GET objecttype/{id}';

const WORDS = {
  'config/referencetype': 'reference types',
  'config/statustype': 'statuses',
} as const;

interface ReaderOptions {
  /** Absent: switches and roles are not asked for. */
  access?: AccessReader | undefined;
  /** Called with a sentence that says which part of the structure could not be understood. */
  onOdd?: ((what: string) => void) | undefined;
}

const notAsked = async () => ({ unavailable: "It wasn't asked for." });
const NOT_ASKED: AccessReader = {
  schemaProperties: notAsked,
  schemaRoles: notAsked,
  typeRoles: notAsked,
};

/** Reads everything around objects (assets-api: A.5 to A.8, A.10). */
export class AssetsStructureReader {
  protected readonly calls: AssetsCalls;
  protected readonly known = new KnownAttributes();
  readonly #access: AccessReader;
  readonly #onOdd: (what: string) => void;

  constructor(
    calls: AssetsCalls,
    { access = NOT_ASKED, onOdd = () => undefined }: ReaderOptions = {},
  ) {
    this.calls = calls;
    this.#access = access;
    this.#onOdd = onOdd;
  }

  async schemas(signal?: AbortSignal): Promise<SchemaListing> {
    const { items, complete, total } = await readList({
      what: 'schemas',
      nameOf: ({ id }: Schema) => id,
      ask: async (startAt) => {
        const { values, isLast, last, total: counted } = await this.#schemaPage(startAt, signal);
        const { items: found, count } = values;
        return { items: found.map(toSchema), count, last: isLast ?? last, total: counted };
      },
    });
    return { schemas: items, complete, counted: total };
  }

  async schema(schemaId: string, signal?: AbortSignal): Promise<Schema> {
    const path = `/objectschema/${encodeURIComponent(schemaId)}`;
    const endpoint = 'GET objectschema/{id}';
    const call = { path, endpoint, shape: apiSchemaOf(schemaId), dispensable: true } as const;
    try {
      return toSchema(await this.calls.read(call, signal));
    } catch (error) {
      const isSilent = error instanceof Unanswered || isUnread(error);
      const listed = isSilent ? await this.#listed(schemaId, signal) : undefined;
      if (listed) return listed;
      throw error;
    }
  }

  /** What the list of schemas says of one, which is all that its own call would. */
  async #listed(schemaId: string, signal: AbortSignal | undefined): Promise<Schema | undefined> {
    const { schemas } = await this.schemas(signal);
    return schemas.find(({ id }) => id === schemaId);
  }

  async objectTypes(schemaId: string, signal?: AbortSignal): Promise<ObjectType[]> {
    const types = await this.calls.readList(
      {
        path: `/objectschema/${encodeURIComponent(schemaId)}/objecttypes/flat`,
        endpoint: 'GET objectschema/{id}/objecttypes/flat',
        query: { includeObjectCounts: true },
        shape: ApiObjectType,
        dispensable: true,
      },
      signal,
    );
    const taken = this.taken(types, 'object types');
    return inTurns(mapped(taken, (type) => toObjectType(type, schemaId)));
  }

  async objectType(id: string, schemaId: string, signal?: AbortSignal): Promise<ObjectType | null> {
    const read = (answer: HttpAnswer): ObjectType =>
      toObjectType(readAnswer(answer, TYPE, ApiObjectType), schemaId);
    const path = `/objecttype/${encodeURIComponent(id)}`;
    const check = (answer: HttpAnswer): void => void read(answer);
    const call = { method: 'GET', path, endpoint: TYPE, dispensable: true, check } as const;
    const answer = await this.calls.ask(call, signal);
    if (!(await this.calls.isFound(answer, TYPE, signal))) return null;
    const type = read(answer);
    return type.schemaId === schemaId ? type : null;
  }

  async hasObjectType(id: string, signal?: AbortSignal): Promise<boolean> {
    const path = `/objecttype/${encodeURIComponent(id)}`;
    const answer = await this.calls.ask({ method: 'GET', path, endpoint: TYPE }, signal);
    return answer.status !== 403 && this.calls.isFound(answer, TYPE, signal);
  }

  async attributes(objectTypeId: string, signal?: AbortSignal): Promise<AttributeDefinition[]> {
    const attributes = await this.calls.readList(
      {
        path: `/objecttype/${encodeURIComponent(objectTypeId)}/attributes`,
        endpoint: 'GET objecttype/{id}/attributes',
        query: { excludeParentAttributes: true },
        shape: ApiAttribute,
        dispensable: true,
      },
      signal,
    );
    const onLost = (member: string): void =>
      this.#onOdd(
        `"${member.slice(0, 100)}" of an attribute of object type ${objectTypeId} can't be kept.`,
      );
    const taken = this.taken(attributes, `attributes of object type ${objectTypeId}`);
    return inTurns(
      mapped(taken, (attribute) => {
        this.known.learnListed(attribute);
        return toAttribute(attribute, objectTypeId, onLost);
      }),
    );
  }

  shownAttribute(id: string, objectTypeId: string): AttributeDefinition {
    const said = this.known.saidOf(id) ?? {};
    const owner = asMembers(said['objectType']);
    const attribute = {
      ...said,
      id,
      name: asId(said['name']),
      position: asNumber(said['position']) ?? 0,
      system: asFlag(said['system']),
    };
    return toAttribute(attribute, (owner && idIn(owner)) ?? objectTypeId);
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

  async icons(_schemaId: string | undefined, signal?: AbortSignal): Promise<Icon[]> {
    const icons = await this.calls.readList(
      { path: '/icon/global', endpoint: 'GET icon/global', shape: ApiIcon },
      signal,
    );
    return this.taken(icons, 'icons');
  }

  schemaProperties(schemaId: string, signal?: AbortSignal): Promise<Available<SchemaProperties>> {
    return this.#access.schemaProperties(schemaId, signal);
  }

  schemaRoles(schemaId: string, signal?: AbortSignal): Promise<Available<Role[]>> {
    return this.#access.schemaRoles(schemaId, signal);
  }

  typeRoles(objectTypeId: string, signal?: AbortSignal): Promise<Available<Role[]>> {
    return this.#access.typeRoles(objectTypeId, signal);
  }

  async objectTotal(signal?: AbortSignal): Promise<number> {
    const usage = await this.calls.read(
      { path: '/usage', endpoint: 'GET usage', shape: ApiUsage },
      signal,
    );
    return usage.totalObjectsCount;
  }

  /** As much of a list as can be read, and whether there is more. */
  protected taken<T>({ items, count }: ReadableItems<T>, what: string): T[] {
    const others = count - items.length;
    if (others > 0) this.#onOdd(`${others} of the ${what} can't be read and are left out.`);
    return items;
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
    path: keyof typeof WORDS,
    schemaId: string | undefined,
    shape: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): Promise<{ id: string; definition: JsonValue }[]> {
    const found = new Map<string, { id: string; definition: JsonValue }>();
    const queries =
      schemaId === undefined ? [undefined] : [{ objectSchemaId: schemaId }, undefined];
    for (const query of queries) {
      const all = await this.calls.readList(
        { path: `/${path}`, endpoint: `GET ${path}`, query, shape, dispensable: true },
        signal,
      );
      for (const { id, ...definition } of this.taken(all, WORDS[path]))
        found.set(id, { id, definition: asJson(definition) });
    }
    return [...found.values()];
  }
}

const isUnread = (error: unknown): boolean =>
  error instanceof Unavailable && error.code === 'unexpected-answer';
