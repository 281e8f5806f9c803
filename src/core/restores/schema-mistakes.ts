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
  const isFree = (field: keyof Pair, candidate: string): boolean =>
    schemaMistakes({ name: 'x', key: 'XX', [field]: candidate }, schemas)[field] === undefined;
  const keyStem = KEY.test(key) ? key : 'RESTORED';
  return {
    name: firstOf(
      (attempt) => nameOf(name, attempt),
      (candidate) => isFree('name', candidate),
    ),
    key: firstOf(
      (attempt) => keyOf(keyStem, attempt),
      (candidate) => isFree('key', candidate),
    ),
  };
}

function firstOf(make: (attempt: number) => string, fits: (candidate: string) => boolean): string {
  for (let attempt = 0; ; attempt += 1) {
    const candidate = make(attempt);
    if (fits(candidate)) return candidate;
  }
}

function nameOf(name: string, attempt: number): string {
  if (attempt === 0) return name;
  return attempt === 1 ? `${name} (restored)` : `${name} (restored ${attempt})`;
}

function keyOf(stem: string, attempt: number): string {
  if (attempt === 0) return stem.slice(0, KEY_MAX);
  const ending = attempt === 1 ? 'R' : `R${attempt}`;
  return `${stem.slice(0, KEY_MAX - ending.length)}${ending}`;
}
