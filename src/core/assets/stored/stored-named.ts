import { z } from 'zod';
import { asId, asNumber, asText, fieldAs } from '../../kernel/json/field-forms.ts';
import type { ReferenceType } from '../model/definitions/reference-type.ts';
import type { Status } from '../model/definitions/status.ts';
import type { StoredDefinition } from '../model/definitions/stored-definition.ts';

/** A status or reference type as backups hold it. */
export interface StoredNamed {
  id: string;
  definition: StoredDefinition;
}

const StoredNamedShape = z.object({
  id: z.string(),
  definition: z.record(z.string(), z.json()),
});

const words = fieldAs((value) => asText(value) ?? '');
const id = fieldAs(asId);
/** The category of a status that has none. */
const ACTIVE = 1;

const NamedShape = z.object({
  name: id,
  description: words,
  color: words,
  category: fieldAs((value) => asNumber(value) ?? ACTIVE),
  objectSchemaId: id,
});

/** @throws ZodError for a body of another shape */
export function readStoredStatus(body: unknown): Status {
  const { id, said, stored } = read(body);
  const { name = id, description, category, objectSchemaId } = said;
  return { id, name, description, category, schemaId: objectSchemaId, stored };
}

/** @throws ZodError for a body of another shape */
export function readStoredReferenceType(body: unknown): ReferenceType {
  const { id, said, stored } = read(body);
  const { name = id, description, color, objectSchemaId } = said;
  return { id, name, description, color, schemaId: objectSchemaId, stored };
}

/** What a backup stores of a status or reference type. */
export function storedNamed({ id, stored }: Status | ReferenceType): StoredNamed {
  return { id, definition: stored };
}

function read(body: unknown): {
  id: string;
  said: z.output<typeof NamedShape>;
  stored: StoredDefinition;
} {
  const { id, definition } = StoredNamedShape.parse(body);
  return { id, said: NamedShape.parse(definition), stored: definition };
}
