import type { Schema } from '../assets/model/definitions/schema.ts';
import { adaptedName } from './adapting/adapted-name.ts';
import { cutTo } from './adapting/cut-to.ts';

type Pair = { name: string; key: string };
const NAME_MAX = 255;
const KEY_MAX = 10;
const KEY = /^[A-Z][A-Z0-9]{1,9}$/;
/** Each schema can take one candidate; the first one may be none, and equal the second. */
const MORE_ATTEMPTS = 3;

/**
 * What is wrong with the name and key of a new schema, by field. Both are unique in a workspace
 * (assets-api: A.5). `reserved`: characters that the site doesn't take in names.
 */
export function schemaMistakes(
  { name, key }: Pair,
  schemas: Pick<Schema, 'name' | 'key'>[],
  reserved: readonly string[] = [],
): Record<string, string> {
  const mistakes: Record<string, string> = {};
  // A key that is typed in lower case is meant in capitals.
  const [typedName, typedKey] = [name.trim(), key.trim().toUpperCase()];
  if (typedName === '') mistakes['name'] = 'Schema name is mandatory';
  else if (typedName.length > NAME_MAX)
    mistakes['name'] = `A schema name can have up to ${NAME_MAX} characters.`;
  else if (adaptedName(typedName, reserved) !== typedName)
    mistakes['name'] =
      `This site doesn't accept these characters in a schema name: ${reserved.join(' ')}`;
  else if (schemas.some((schema) => schema.name.toLowerCase() === typedName.toLowerCase()))
    mistakes['name'] = 'A schema with this name already exists. Choose another name.';
  if (typedKey === '') mistakes['key'] = 'Schema key is mandatory';
  else if (!KEY.test(typedKey))
    mistakes['key'] =
      'A schema key must have 2 to 10 capital letters and digits, starting with a letter.';
  else if (schemas.some((schema) => schema.key === typedKey))
    mistakes['key'] = 'A schema with this key already exists. Choose another key.';
  return mistakes;
}

/**
 * The pair itself where it is free, else the first of "Name (restored)", "Name (restored 2)" … and
 * KEYR, KEYR2 … that are.
 */
export function proposeSchema(
  { name: inBackup, key }: Pair,
  schemas: Pick<Schema, 'name' | 'key'>[],
  reserved: readonly string[] = [],
): Pair {
  const name = adaptedName(inBackup, reserved);
  const names = new Set(schemas.map((schema) => schema.name.toLowerCase()));
  const keys = new Set(schemas.map((schema) => schema.key));
  const isWellFormed = (field: keyof Pair, candidate: string): boolean =>
    schemaMistakes({ name: 'x', key: 'XX', [field]: candidate }, [])[field] === undefined;
  const capitals = key.toUpperCase();
  const stem = KEY.test(capitals) ? capitals : 'RESTORED';
  const attempts = schemas.length + MORE_ATTEMPTS;
  return {
    name: firstOf(
      attempts,
      (attempt) => nameOf(name.trim(), attempt),
      (candidate) => isWellFormed('name', candidate) && !names.has(candidate.toLowerCase()),
    ),
    key: firstOf(
      attempts,
      (attempt) => keyOf(stem, attempt),
      (candidate) => isWellFormed('key', candidate) && !keys.has(candidate),
    ),
  };
}

/**
 * The first candidate that fits, of so many; the last one where none does, which is refused like
 * anything else that is typed.
 */
function firstOf(
  attempts: number,
  make: (attempt: number) => string,
  fits: (candidate: string) => boolean,
): string {
  let candidate = make(0);
  for (let attempt = 1; attempt < attempts && !fits(candidate); attempt += 1)
    candidate = make(attempt);
  return candidate;
}

function nameOf(name: string, attempt: number): string {
  if (attempt === 0) return cutTo(NAME_MAX, name.trimEnd());
  const ending = attempt === 1 ? ' (restored)' : ` (restored ${attempt})`;
  return `${cutTo(NAME_MAX - ending.length, name.trimEnd())}${ending}`;
}

function keyOf(stem: string, attempt: number): string {
  if (attempt === 0) return stem.slice(0, KEY_MAX);
  const ending = attempt === 1 ? 'R' : `R${attempt}`;
  return `${stem.slice(0, KEY_MAX - ending.length)}${ending}`;
}
