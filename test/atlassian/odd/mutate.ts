import fc from 'fast-check';

/** Names of members and numbers of items, from the root. */
export type Path = readonly (string | number)[];

/** Stands for a value of 5,000 levels: only text can be made of it. */
const DEEP = '\u0000deep';
const DEEP_TEXT = `${'{"a":['.repeat(2500)}1${']}'.repeat(2500)}`;

interface Mutation {
  /** Which of the places of the recording, by their number modulo how many there are. */
  place: number;
  how: 'remove' | 'other' | 'as-text' | 'add-member' | 'add-inherited' | 'twice' | 'named-twice';
  /** What replaces the recorded one. */
  other: unknown;
}

const others = fc.constantFrom<unknown>(
  null,
  null,
  '',
  'x',
  '7',
  'true',
  '__proto__',
  'constructor',
  '\ud800',
  'a\u0000b',
  '\ufeff',
  '12345678901234567890',
  '2026-02-30T25:61:00Z',
  2 ** 53 + 2,
  0,
  7,
  -1,
  1.5,
  1e300,
  true,
  false,
  [],
  [null],
  ['x', 7],
  {},
  { id: null },
  { a: { b: 1 } },
  DEEP,
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  how: fc.constantFrom(
    'remove',
    'other',
    'other',
    'as-text',
    'add-member',
    'add-inherited',
    'twice',
    'named-twice',
  ),
  other: others,
});

/** One to three changes of a recording. */
export const mutationLists = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(mutation).map((list): Mutation[] => list) },
  { weight: 1, arbitrary: fc.array(mutation, { minLength: 2, maxLength: 3 }) },
);

export interface Mutated {
  /** As JSON. */
  text: string;
  /** Where it differs. */
  paths: Path[];
}

/** The recording with these changes. */
export function mutate(recording: unknown, mutations: readonly Mutation[]): Mutated {
  let json: unknown = structuredClone(recording);
  const paths: Path[] = [];
  for (const { place, how, other } of mutations) {
    const all = placesOf(json);
    const path = all[place % all.length] ?? [];
    paths.push(path);
    json = changed(json, path, { how, other });
  }
  return { text: textOf(json), paths };
}

function placesOf(json: unknown, at: Path = []): Path[] {
  if (json === null || typeof json !== 'object') return [at];
  return [at, ...Object.entries(json).flatMap(([name, each]) => placesOf(each, [...at, name]))];
}

function changed(json: unknown, path: Path, mutation: Pick<Mutation, 'how' | 'other'>): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return changedRoot(json, mutation);
  const isLast = rest.length === 0;
  if (Array.isArray(json))
    return json.flatMap((each: unknown, at) => {
      if (at !== Number(name)) return [each];
      return isLast ? inList(each, mutation) : [changed(each, rest, mutation)];
    });
  const members = Object.entries(json as object).flatMap(([each, value]: [string, unknown]) => {
    if (each !== name) return [[each, value] as const];
    if (!isLast) return [[each, changed(value, rest, mutation)] as const];
    return inObject(each, value, mutation);
  });
  return Object.fromEntries(members);
}

function inList(item: unknown, { how, other }: Pick<Mutation, 'how' | 'other'>): unknown[] {
  if (how === 'remove') return [];
  return how === 'twice' ? [item, item] : [changedRoot(item, { how, other })];
}

/** Names of members that are to stand twice in the text are marked. */
function inObject(
  name: string,
  value: unknown,
  { how, other }: Pick<Mutation, 'how' | 'other'>,
): (readonly [string, unknown])[] {
  if (how === 'remove') return [];
  if (how === 'named-twice')
    return [
      [`${name}\u0000first`, other],
      [name, value],
    ];
  return [[name, changedRoot(value, { how, other })]];
}

function changedRoot(json: unknown, { how, other }: Pick<Mutation, 'how' | 'other'>): unknown {
  if (how === 'as-text') return asOtherForm(json);
  const isThing = json !== null && typeof json === 'object' && !Array.isArray(json);
  if (how === 'add-member' && isThing) return { ...json, unheardOf: other };
  // A name by which every object has a member.
  if (how === 'add-inherited' && isThing) return { ...json, constructor: { a: other } };
  return how === 'other' ? other : json;
}

/** A number as text, a text as a number where it is one, a flag as text. */
function asOtherForm(json: unknown): unknown {
  if (typeof json === 'string' && json.trim() !== '' && Number.isFinite(Number(json)))
    return Number(json);
  return typeof json === 'number' || typeof json === 'boolean' ? String(json) : json;
}

const textOf = (json: unknown): string =>
  JSON.stringify(json).replaceAll('\\u0000first"', '"').replaceAll('"\\u0000deep"', DEEP_TEXT);
