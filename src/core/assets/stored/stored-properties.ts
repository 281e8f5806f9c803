import { z } from 'zod';
import { asFlag, asMembers } from '../../kernel/json/field-forms.ts';
import type { JsonValue } from '../../kernel/json/json-value.ts';
import {
  SCHEMA_FLAGS,
  type SchemaFlags,
  type SchemaProperties,
} from '../model/definitions/schema-properties.ts';

/** The switches that backups hold of a schema. */
interface StoredProperties {
  definition: SchemaProperties['stored'];
}

const StoredPropertiesShape = z.object({ definition: z.record(z.string(), z.json()) });

/** The switches that a site said, in a fixed order of names. */
export function schemaPropertiesOf(said: Readonly<Record<string, JsonValue>>): SchemaProperties {
  const sorted = Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1));
  return { flags: flagsIn(said), stored: Object.fromEntries(sorted) };
}

/** @throws ZodError for a body of another shape */
export function readStoredProperties(body: unknown): SchemaProperties {
  return schemaPropertiesOf(StoredPropertiesShape.parse(body).definition);
}

/** What a backup stores of them. */
export const storedProperties = ({ stored }: SchemaProperties): StoredProperties => ({
  definition: stored,
});

/** Whether it has any of the switches at all. */
export const hasFlags = (said: unknown): boolean =>
  Object.keys(flagsIn(asMembers(said) ?? {})).length > 0;

const flagsIn = (said: Readonly<Record<string, unknown>>): SchemaFlags =>
  Object.fromEntries(
    SCHEMA_FLAGS.flatMap((name) => {
      const flag = asFlag(said[name]);
      return flag === undefined ? [] : [[name, flag]];
    }),
  );
