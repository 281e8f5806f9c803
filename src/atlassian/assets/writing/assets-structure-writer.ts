import type { AttributeInput } from '../../../core/assets/model/definitions/attribute-input.ts';
import type { ObjectTypeInput } from '../../../core/assets/model/definitions/object-type-input.ts';
import type { ReferenceTypeInput } from '../../../core/assets/model/definitions/reference-type-input.ts';
import type { StatusInput } from '../../../core/assets/model/definitions/status-input.ts';
import type { Schema } from '../../../core/assets/model/definitions/schema.ts';
import { Refused } from '../../../core/kernel/errors.ts';
import type { AssetsCalls } from '../calls/assets-calls.ts';
import { ApiCreated } from '../shapes/api-created.ts';
import { ApiSchema, toSchema } from '../shapes/definitions/api-schema.ts';
import { attributeBody } from './attribute-body.ts';

/**
 * Writes everything around objects (assets-api: A.5 to A.7, A.10). Bodies hold only defined fields:
 * JSON leaves out the rest.
 */
export class AssetsStructureWriter {
  readonly #calls: AssetsCalls;

  constructor(calls: AssetsCalls) {
    this.#calls = calls;
  }

  async createSchema(
    { name, key, description }: { name: string; key: string; description: string },
    signal?: AbortSignal,
  ): Promise<Schema> {
    const schema = await this.#calls.create(
      {
        path: '/objectschema/create',
        endpoint: 'POST objectschema/create',
        body: { name, objectSchemaKey: key, description },
        shape: ApiSchema,
      },
      signal,
    );
    return toSchema(schema);
  }

  createObjectType(
    { schemaId, parentId, ...input }: ObjectTypeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> {
    return this.#calls.create(
      {
        path: '/objecttype/create',
        endpoint: 'POST objecttype/create',
        body: { ...typeBody(input), objectSchemaId: schemaId, parentObjectTypeId: parentId },
        shape: ApiCreated,
      },
      signal,
    );
  }

  async updateObjectType(
    id: string,
    input: Partial<Omit<ObjectTypeInput, 'schemaId' | 'parentId'>>,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#calls.change(
      {
        method: 'PUT',
        path: `/objecttype/${encodeURIComponent(id)}`,
        endpoint: 'PUT objecttype/{id}',
        body: typeBody(input),
      },
      signal,
    );
  }

  createAttribute(
    typeId: string,
    input: AttributeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> {
    return this.#calls.create(
      {
        path: `/objecttypeattribute/${encodeURIComponent(typeId)}`,
        endpoint: 'POST objecttypeattribute/{typeId}',
        body: attributeBody(input),
        shape: ApiCreated,
      },
      signal,
    );
  }

  async updateAttribute(
    typeId: string,
    id: string,
    input: Partial<AttributeInput>,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#calls.change(
      {
        method: 'PUT',
        path: `/objecttypeattribute/${encodeURIComponent(typeId)}/${encodeURIComponent(id)}`,
        endpoint: 'PUT objecttypeattribute/{typeId}/{id}',
        body: attributeBody(input),
      },
      signal,
    );
  }

  async deleteAttribute(id: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.#calls.change(
        {
          method: 'DELETE',
          path: `/objecttypeattribute/${encodeURIComponent(id)}`,
          endpoint: 'DELETE objecttypeattribute/{id}',
        },
        signal,
      );
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'schema-gone')) throw error;
    }
  }

  createStatus({ schemaId, ...input }: StatusInput, signal?: AbortSignal): Promise<{ id: string }> {
    return this.#calls.create(
      {
        path: '/config/statustype',
        endpoint: 'POST config/statustype',
        body: { ...input, objectSchemaId: schemaId },
        shape: ApiCreated,
      },
      signal,
    );
  }

  createReferenceType(
    { schemaId, ...input }: ReferenceTypeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> {
    return this.#calls.create(
      {
        path: '/config/referencetype',
        endpoint: 'POST config/referencetype',
        body: { ...input, objectSchemaId: schemaId },
        shape: ApiCreated,
      },
      signal,
    );
  }
}

const typeBody = ({
  name,
  description,
  iconId,
  inherited,
  abstract,
}: Partial<ObjectTypeInput>): object => ({
  name,
  description,
  iconId,
  inherited,
  abstractObjectType: abstract,
});
