import { InvalidInput } from '../../core/kernel/errors.ts';
import type { Fields } from './fields.ts';

const FIELD_NAME = /^[A-Za-z][\w-]{0,63}$/;

/**
 * Text fields only; lists, objects and names that mean something to JavaScript or MongoDB are
 * refused.
 * @throws InvalidInput
 */
export function readFields(source: unknown): Fields {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(source ?? {}) as [string, unknown][]) {
    if (typeof value !== 'string' || !FIELD_NAME.test(name))
      throw new InvalidInput({
        form: 'The form was sent in a way that is not understood. Reload the page.',
      });
    fields[name] = value;
  }
  return fields;
}
