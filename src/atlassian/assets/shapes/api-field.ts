/**
 * The only way in which fields of foreign answers are read. A missing required field is refused. An
 * optional field that is null, of another type or missing is ignored.
 */
import { z } from 'zod';
import {
  asFlag,
  asId,
  asMembers,
  asNumber,
  asText,
  fieldAs,
} from '../../../core/kernel/json/field-forms.ts';
import { atOnce, type Steps } from '../../../core/kernel/loops/steps.ts';

/** A field that may be missing. */
export const ApiField = {
  /** Empty where nothing is said. */
  words: fieldAs((value) => asText(value) ?? ''),
  id: fieldAs(asId),
  number: fieldAs(asNumber),
  /** 0 where nothing is said. */
  count: fieldAs((value) => asNumber(value) ?? 0),
  flag: fieldAs(asFlag),
};

const MAX_ID = 1_000;
const isId = (id: string): boolean => id !== '' && id.length <= MAX_ID && id.isWellFormed();
/** In queries an id is a number. */
export const isQueriedId = (id: string): boolean => /^\d{1,19}$/.test(id);

const anyId = z.union([z.string(), z.number()]).transform(String);
/** Ids are strings on Cloud; some clients saw numbers. They go into addresses. Required. */
export const ApiId = anyId.refine(isId);
/** An id that goes into queries. Required. */
export const ApiQueriedId = anyId.refine(isQueriedId);

/** A number, also as text. Required. */
export const ApiNumber = fieldAs(asNumber).pipe(z.number());

/** A page of a list. Sites send null for an empty one, which then counts itself as empty. */
export const apiPage = <S extends z.ZodType>(shape: S) =>
  z.preprocess((value) => {
    const page = asMembers(value);
    const isEmpty = page?.['values'] === null && asNumber(page['total'] ?? page['size']) === 0;
    return isEmpty ? { ...page, values: [] } : value;
  }, shape);

/**
 * The id of a thing. If `id` is missing or unusable, `globalId` contains it as well (assets-api:
 * A.4).
 */
export function idIn(
  thing: Readonly<Record<string, unknown>>,
  isUsable: (id: string) => boolean = isId,
): string | undefined {
  const id = asId(thing['id']);
  if (id !== undefined && isUsable(id)) return id;
  const last = asText(thing['globalId'])?.split(':').at(-1);
  return last !== undefined && isUsable(last) ? last : undefined;
}

/** A thing of this shape, whose id may be in either place. */
export const apiThing = <S extends z.ZodType>(shape: S, isUsable = isId) =>
  z.preprocess((value) => {
    const thing = asMembers(value);
    return thing ? { ...thing, id: idIn(thing, isUsable) } : value;
  }, shape);

/** The readable members of a list, and how many it has in all. */
export interface ReadableItems<T> {
  items: T[];
  /** Those that say nothing, or lack what is needed, among them. */
  count: number;
}

/** Checks the members of a list one by one: an odd one doesn't affect the others. */
export function* readItems<S extends z.ZodType>(
  all: Iterable<unknown>,
  shape: S,
): Steps<ReadableItems<z.output<S>>> {
  const items: z.output<S>[] = [];
  let count = 0;
  for (const each of all) {
    const read = shape.safeParse(each);
    if (read.success) items.push(read.data);
    count += 1;
    yield;
  }
  return { items, count };
}

/** A list of which there is a page: its members are few. */
export const apiList = <S extends z.ZodType>(shape: S) =>
  z.array(z.unknown()).transform((all) => atOnce(readItems(all, shape)));
