import type { AttributeInput } from '../../core/assets/model/attribute-input.ts';
import type { ObjectTypeInput } from '../../core/assets/model/object-type-input.ts';
import type { ReferenceTypeInput } from '../../core/assets/model/reference-type-input.ts';
import type { StatusInput } from '../../core/assets/model/status-input.ts';
import type { Schema } from '../../core/assets/model/schema.ts';
import { Refused } from '../../core/kernel/errors.ts';
import { ApiCreated, ApiSchema } from './api-shapes.ts';
import type { AssetsCalls } from './assets-calls.ts';
import { attributeBody } from './attribute-body.ts';
import { toSchema } from './map-definitions.ts';

/** Writes everything around objects (assets-api: A.5 to A.7, A.10). Bodies hold what is defined and nothing else: JSON leaves out the rest. */
export class CloudStructureWriter {
  readonly #calls: AssetsCalls;

  constructor(calls: AssetsCalls) {
    this.#calls = calls;
  }

  async schema(
    { name, key, description }: { name: string; key: string; description: string },
    signal?: AbortSignal,
  ): Promise<Schema> {
    return toSchema(
      await this.#calls.create(
        '/objectschema/create',
        'POST objectschema/create',
        { name, objectSchemaKey: key, description },
        ApiSchema,
        signal,
      ),
    );
  }

  objectType(
    { schemaId, parentId, ...input }: ObjectTypeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> {
    return this.#calls.create(
      '/objecttype/create',
      'POST objecttype/create',
      { ...typeBody(input), objectSchemaId: schemaId, parentObjectTypeId: parentId },
      ApiCreated,
      signal,
    );
  }

  async changeObjectType(
    id: string,
    input: Partial<Omit<ObjectTypeInput, 'schemaId' | 'parentId'>>,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#calls.change(
      'PUT',
      `/objecttype/${encodeURIComponent(id)}`,
      'PUT objecttype/{id}',
      typeBody(input),
      signal,
    );
  }

  attribute(typeId: string, input: AttributeInput, signal?: AbortSignal): Promise<{ id: string }> {
    return this.#calls.create(
      `/objecttypeattribute/${encodeURIComponent(typeId)}`,
      'POST objecttypeattribute/{typeId}',
      attributeBody(input),
      ApiCreated,
      signal,
    );
  }

  async changeAttribute(
    typeId: string,
    id: string,
    input: Partial<AttributeInput>,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#calls.change(
      'PUT',
      `/objecttypeattribute/${encodeURIComponent(typeId)}/${encodeURIComponent(id)}`,
      'PUT objecttypeattribute/{typeId}/{id}',
      attributeBody(input),
      signal,
    );
  }

  async dropAttribute(id: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.#calls.change(
        'DELETE',
        `/objecttypeattribute/${encodeURIComponent(id)}`,
        'DELETE objecttypeattribute/{id}',
        undefined,
        signal,
      );
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'schema-gone')) throw error;
    }
  }

  status({ schemaId, ...input }: StatusInput, signal?: AbortSignal): Promise<{ id: string }> {
    return this.#calls.create(
      '/config/statustype',
      'POST config/statustype',
      { ...input, objectSchemaId: schemaId },
      ApiCreated,
      signal,
    );
  }

  referenceType(
    { schemaId, ...input }: ReferenceTypeInput,
    signal?: AbortSignal,
  ): Promise<{ id: string }> {
    return this.#calls.create(
      '/config/referencetype',
      'POST config/referencetype',
      { ...input, objectSchemaId: schemaId },
      ApiCreated,
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
