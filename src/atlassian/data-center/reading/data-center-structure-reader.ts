import { z } from 'zod';
import type { Icon } from '../../../core/assets/model/icon.ts';
import type { AttributeDefinition } from '../../../core/assets/model/definitions/attribute-definition.ts';
import type { ObjectType } from '../../../core/assets/model/definitions/object-type.ts';
import type { ReferenceType } from '../../../core/assets/model/definitions/reference-type.ts';
import type { AccessReader } from '../../../core/assets/ports/parts/access-reader.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { SchemaListing } from '../../../core/assets/ports/pages/schema-listing.ts';
import { readStoredReferenceType } from '../../../core/assets/stored/stored-named.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import { asMembers } from '../../../core/kernel/json/field-forms.ts';
import { asJson } from '../../../core/kernel/json/json-value.ts';
import type { AssetsCalls } from '../../assets/calls/assets-calls.ts';
import type { OptionalCalls } from '../../assets/calls/optional-calls.ts';
import { AssetsStructureReader } from '../../assets/reading/assets-structure-reader.ts';
import { apiList, type ReadableItems } from '../../assets/shapes/api-field.ts';
import { ApiIcon } from '../../assets/shapes/definitions/api-icon.ts';
import { ApiReferenceType } from '../../assets/shapes/definitions/api-reference-type.ts';
import { ApiSchema, toSchema } from '../../assets/shapes/definitions/api-schema.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';

const ApiDataCenterSchemas = z.object({ objectschemas: apiList(ApiSchema) });

/** The reference type of an attribute, for sites without a list of reference types. */
const ApiReferring = z.object({
  referenceType: z
    .unknown()
    .optional()
    .transform((type) => (asMembers(type) ? type : undefined)),
});

/** How many schemas are searched for reference types if there's no list. */
const MAX_SEARCHED = 10;

export interface StructureReaderOptions {
  access: AccessReader;
  /** For calls that Data Center's specification lacks. */
  optional: OptionalCalls;
  /** Called with a sentence about each part of the structure that couldn't be understood. */
  onOdd?: ((what: string) => void) | undefined;
}

/**
 * Reads everything but objects (assets-api: D.2), like on Cloud where the answers are the same. IDs
 * are numbers here and become text.
 */
export class DataCenterStructureReader extends AssetsStructureReader {
  readonly #optional: OptionalCalls;

  constructor(calls: AssetsCalls, { optional, ...options }: StructureReaderOptions) {
    super(calls, options);
    this.#optional = optional;
  }

  /** All at once, because this list isn't paged. */
  override async schemas(signal?: AbortSignal): Promise<SchemaListing> {
    const path = '/objectschema/list';
    const endpoint = 'GET objectschema/list';
    const { objectschemas } = await this.calls.read(
      { path, endpoint, shape: ApiDataCenterSchemas },
      signal,
    );
    const { items, count } = objectschemas;
    return { schemas: items.map(toSchema), complete: items.length === count };
  }

  /** @throws Refused `no-permission` if the structure exists, but the account can't see it */
  override async objectTypes(schemaId: string, signal?: AbortSignal): Promise<ObjectType[]> {
    const types = await super.objectTypes(schemaId, signal);
    if (types.length === 0) {
      const { objectTypeCount, objectCount } = await this.schema(schemaId, signal);
      if (objectTypeCount > 0 || objectCount > 0) throw structureHidden();
    }
    return types;
  }

  /**
   * @throws Refused `no-permission` if the attributes exist, but the account can't see them
   */
  override async attributes(
    objectTypeId: string,
    signal?: AbortSignal,
  ): Promise<AttributeDefinition[]> {
    const own = await super.attributes(objectTypeId, signal);
    if (own.length > 0) return own;
    // A type that inherits all of its attributes has none of its own.
    const all = await this.#referring(objectTypeId, signal);
    if (all.length === 0) throw attributesHidden();
    return own;
  }

  override async icons(schemaId: string | undefined, signal?: AbortSignal): Promise<Icon[]> {
    const all = await super.icons(undefined, signal);
    if (schemaId === undefined) return all;
    const endpoint = 'GET icon/objectschema/{id}';
    const path = `/icon/objectschema/${encodeURIComponent(schemaId)}`;
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, apiList(ApiIcon));
    const own = await this.#optional.ask({ method: 'GET', path, endpoint }, read, signal);
    return 'value' in own ? [...this.taken(own.value, 'icons of the schema'), ...all] : all;
  }

  /** From an undocumented list; without it, those that the schema's attributes name. */
  override async referenceTypes(
    schemaId: string | undefined,
    signal?: AbortSignal,
  ): Promise<ReferenceType[]> {
    const found = new Map<string, ReferenceType>();
    const scopes = schemaId === undefined ? [undefined] : [undefined, schemaId];
    for (const scope of scopes) {
      const listed = await this.#listedReferenceTypes(scope, signal);
      if ('unavailable' in listed) return this.#namedReferenceTypes(schemaId, signal);
      for (const type of this.taken(listed.value, 'reference types').map(toReferenceType))
        found.set(type.id, type);
    }
    return [...found.values()];
  }

  #listedReferenceTypes(
    schemaId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Available<ReadableItems<z.output<typeof ApiReferenceType>>>> {
    const endpoint = 'GET config/referencetype';
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, apiList(ApiReferenceType));
    return this.#optional.ask(
      {
        of: 'reference-types',
        method: 'GET',
        path: '/config/referencetype',
        query: schemaId === undefined ? {} : { objectSchemaId: schemaId },
        endpoint,
      },
      read,
      signal,
    );
  }

  async #namedReferenceTypes(
    schemaId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReferenceType[]> {
    if (schemaId === undefined) return this.#globalReferenceTypes(signal);
    const found = new Map<string, ReferenceType>();
    for (const { id: typeId } of await this.objectTypes(schemaId, signal))
      for (const { referenceType } of await this.#referring(typeId, signal)) {
        const type = ApiReferenceType.safeParse(referenceType);
        if (type.success) found.set(type.data.id, toReferenceType(type.data));
      }
    return [...found.values()];
  }

  /** Those that belong to no schema, as named by attributes of the first few schemas. */
  async #globalReferenceTypes(signal: AbortSignal | undefined): Promise<ReferenceType[]> {
    const { schemas } = await this.schemas(signal);
    for (const { id } of schemas.slice(0, MAX_SEARCHED)) {
      const named = await this.#namedReferenceTypes(id, signal);
      const found = named.filter(({ schemaId }) => schemaId === undefined);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The sum over all schemas, because there's no other count. */
  override async objectTotal(signal?: AbortSignal): Promise<number> {
    const { schemas } = await this.schemas(signal);
    return schemas.reduce((sum, { objectCount }) => sum + objectCount, 0);
  }

  /** The reference types of all attributes of a type, including inherited ones. */
  async #referring(
    objectTypeId: string,
    signal: AbortSignal | undefined,
  ): Promise<{ referenceType?: unknown }[]> {
    const { items } = await this.calls.read(
      {
        path: `/objecttype/${encodeURIComponent(objectTypeId)}/attributes`,
        endpoint: 'GET objecttype/{id}/attributes',
        shape: apiList(ApiReferring),
        dispensable: true,
      },
      signal,
    );
    return items;
  }
}

function toReferenceType({ id, ...definition }: z.output<typeof ApiReferenceType>): ReferenceType {
  return readStoredReferenceType({ id, definition: asJson(definition) });
}

/** Accounts that don't manage a schema silently get empty lists (assets-api: G). */
const structureHidden = (): Refused =>
  new Refused(
    'no-permission',
    "This account can see the schema, but not its object types and attributes, so a backup would be empty. Give it the Object Schema Manager role in Jira, or use an administrator's token.",
  );

const attributesHidden = (): Refused =>
  new Refused(
    'no-permission',
    "This account can see the object type, but not its attributes. Give it the Object Schema Manager role in Jira, or use an administrator's token.",
  );
