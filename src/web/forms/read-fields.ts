import { InvalidInput } from '../../core/kernel/errors.ts';
import type { Fields } from './fields.ts';

/** Valid names of fields; anything with a meaning in JavaScript or MongoDB is excluded. */
const FIELD_NAME = /^[A-Za-z][\w-]{0,63}$/;

/**
 * What our own pages send: text fields only, each once. Lists, objects and other names are refused.
 * @throws InvalidInput
 */
export function readFields(source: unknown): Fields {
  const sent: [string, unknown][] = Object.entries(source ?? {});
  if (!sent.every(isField))
    throw new InvalidInput({
      form: "The form couldn't be read. Reload the page.",
    });
  return fieldsOf(sent);
}

/**
 * The text fields of an address that the host signed: it may add anything, and unknown fields are
 * ignored.
 */
export const readHostFields = (source: unknown): Fields =>
  fieldsOf(Object.entries(source ?? {}).filter(isField));

const isField = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === 'string' && FIELD_NAME.test(entry[0]);

function fieldsOf(entries: [string, string][]): Fields {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of entries) fields[name] = value;
  return fields;
}
