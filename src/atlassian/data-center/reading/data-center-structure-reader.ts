import { z } from 'zod';
import type { AttributeDefinition } from '../../../core/assets/model/attribute-definition.ts';
import type { ObjectType } from '../../../core/assets/model/object-type.ts';
import type { ReferenceType } from '../../../core/assets/model/reference-type.ts';
import type { AccessReader } from '../../../core/assets/ports/parts/access-reader.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { SchemaListing } from '../../../core/assets/ports/pages/schema-listing.ts';
import { readStoredReferenceType } from '../../../core/assets/stored/stored-named.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import { asMembers } from '../../../core/kernel/field-forms.ts';
import { asJson } from '../../../core/kernel/json-value.ts';
import type { AssetsCalls } from '../../assets/calls/assets-calls.ts';
import type { OptionalCalls } from '../../assets/calls/optional-calls.ts';
import { AssetsStructureReader } from '../../assets/reading/assets-structure-reader.ts';
import { apiList } from '../../assets/shapes/api-field.ts';
import { ApiReferenceType } from '../../assets/shapes/api-reference-type.ts';
import { ApiSchema, toSchema } from '../../assets/shapes/api-schema.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { readAnswer } from '../../http/read-answer.ts';

const ApiDataCenterSchemas = z.object({ objectschemas: apiList(ApiSchema) });

/** What is found of an attribute's reference type, which no list of Data Center tells. */
const ApiReferring = z.object({
  referenceType: z
    .unknown()
    .optional()
    .transform((type) => (asMembers(type) ? type : undefined)),
});

/** Schemas that are looked through for reference types, where there is no list. */
const MAX_SEARCHED = 10;

export interface StructureReaderOptions {
  access: AccessReader;
  /** For what no specification of Data Center names. */
  optional: OptionalCalls;
  /** Called with a sentence that says which part of the structure could not be understood. */
  onOdd?: ((what: string) => void) | undefined;
}

/**
 * Reads everything around objects (assets-api: D.2). What is as on Cloud is read as there; ids are
 * numbers, which become texts.
 */
export class DataCenterStructureReader extends AssetsStructureReader {
  readonly #optional: OptionalCalls;

  constructor(calls: AssetsCalls, { optional, ...options }: StructureReaderOptions) {
    super(calls, options);
    this.#optional = optional;
  }

  /** All at once: nothing is paged. */
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

  /** @throws Refused `no-permission` where the structure exists, but the account may not see it */
  override async objectTypes(schemaId: string, signal?: AbortSignal): Promise<ObjectType[]> {
    const types = await super.objectTypes(schemaId, signal);
    if (types.length === 0) {
      const { objectTypeCount, objectCount } = await this.schema(schemaId, signal);
      if (objectTypeCount > 0 || objectCount > 0) throw structureHidden();
    }
    return types;
  }

  /**
   * @throws Refused `no-permission` where the attributes exist, but the account may not see them
   */
  override async attributes(
    objectTypeId: string,
    signal?: AbortSignal,
  ): Promise<AttributeDefinition[]> {
    const own = await super.attributes(objectTypeId, signal);
    if (own.length > 0) return own;
    // A type that has all of its attributes from the one above has none of its own.
    const all = await this.#referring(objectTypeId, signal);
    if (all.length === 0) throw structureHidden();
    return own;
  }

  /** The list is not documented: where there is none, those that attributes of the schema name. */
  override async referenceTypes(
    schemaId: string | undefined,
    signal?: AbortSignal,
  ): Promise<ReferenceType[]> {
    const found = new Map<string, ReferenceType>();
    const scopes = schemaId === undefined ? [undefined] : [undefined, schemaId];
    for (const scope of scopes) {
      const listed = await this.#listedReferenceTypes(scope, signal);
      if ('unavailable' in listed) return this.#namedReferenceTypes(schemaId, signal);
      for (const type of listed.value) found.set(type.id, type);
    }
    return [...found.values()];
  }

  #listedReferenceTypes(
    schemaId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Available<ReferenceType[]>> {
    const endpoint = 'GET config/referencetype';
    const read = (answer: HttpAnswer): ReferenceType[] =>
      readAnswer(answer, endpoint, apiList(ApiReferenceType)).items.map(toReferenceType);
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

  /** Those that attributes of the first schemas name that are of no schema. */
  async #globalReferenceTypes(signal: AbortSignal | undefined): Promise<ReferenceType[]> {
    const { schemas } = await this.schemas(signal);
    for (const { id } of schemas.slice(0, MAX_SEARCHED)) {
      const named = await this.#namedReferenceTypes(id, signal);
      const found = named.filter(({ schemaId }) => schemaId === undefined);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** All schemas together: there is no other count. */
  override async objectTotal(signal?: AbortSignal): Promise<number> {
    const { schemas } = await this.schemas(signal);
    return schemas.reduce((sum, { objectCount }) => sum + objectCount, 0);
  }

  /** All attributes of a type, inherited ones too, and what they refer by. */
  async #referring(
    objectTypeId: string,
    signal: AbortSignal | undefined,
  ): Promise<{ referenceType?: unknown }[]> {
    const { items } = await this.calls.read(
      {
        path: `/objecttype/${encodeURIComponent(objectTypeId)}/attributes`,
        endpoint: 'GET objecttype/{id}/attributes',
        shape: apiList(ApiReferring),
      },
      signal,
    );
    return items;
  }
}

function toReferenceType({ id, ...definition }: z.output<typeof ApiReferenceType>): ReferenceType {
  return readStoredReferenceType({ id, definition: asJson(definition) });
}

/** Whoever does not manage a schema gets empty lists, without a word (assets-api: G). */
const structureHidden = (): Refused =>
  new Refused(
    'no-permission',
    "This account can see the schema, but not its object types and attributes, so a backup would be empty. Give it the Object Schema Manager role in Jira, or use an administrator's token.",
  );
