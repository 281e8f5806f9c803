import type { Schema } from '../assets/model/schema.ts';

type Pair = { name: string; key: string };
const NAME_MAX = 255;
const KEY_MAX = 10;
const KEY = /^[A-Z][A-Z0-9]{1,9}$/;

/**
 * What is wrong with the name and key of a new schema, by field. Both are unique in a workspace
 * (assets-api: A.5).
 */
export function schemaMistakes(
  { name, key }: Pair,
  schemas: Pick<Schema, 'name' | 'key'>[],
): Record<string, string> {
  const mistakes: Record<string, string> = {};
  const [typedName, typedKey] = [name.trim(), key.trim()];
  if (typedName === '') mistakes['name'] = 'Schema name is mandatory';
  else if (typedName.length > NAME_MAX)
    mistakes['name'] = `A schema name has at most ${NAME_MAX} characters.`;
  else if (schemas.some((schema) => schema.name.toLowerCase() === typedName.toLowerCase()))
    mistakes['name'] = 'A schema of this name is there already. Choose another name.';
  if (typedKey === '') mistakes['key'] = 'Schema key is mandatory';
  else if (!KEY.test(typedKey))
    mistakes['key'] = 'A schema key has 2 to 10 capital letters and digits, a letter first.';
  else if (schemas.some((schema) => schema.key === typedKey))
    mistakes['key'] = 'A schema with this key is there already. Choose another key.';
  return mistakes;
}

/**
 * The pair itself where it is free, else the first of "Name (restored)", "Name (restored 2)" … and
 * KEYR, KEYR2 … that are.
 */
export function proposeSchema({ name, key }: Pair, schemas: Pick<Schema, 'name' | 'key'>[]): Pair {
  const free = (make: (attempt: number) => string, field: 'name' | 'key'): string => {
    for (let attempt = 0; ; attempt += 1) {
      const candidate = make(attempt);
      if (
        schemaMistakes({ name: 'x', key: 'XX', [field]: candidate }, schemas)[field] === undefined
      )
        return candidate;
    }
  };
  const ending = (attempt: number): string =>
    attempt === 0 ? '' : attempt === 1 ? 'R' : `R${attempt}`;
  return {
    name: free(
      (attempt) =>
        attempt === 0
          ? name
          : attempt === 1
            ? `${name} (restored)`
            : `${name} (restored ${attempt})`,
      'name',
    ),
    key: free(
      (attempt) =>
        `${(KEY.test(key) ? key : 'RESTORED').slice(0, KEY_MAX - ending(attempt).length)}${ending(attempt)}`,
      'key',
    ),
  };
}
