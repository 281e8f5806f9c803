/**
 * The one way in which fields of foreign answers are read. What is needed is refused where it is
 * missing. What is not needed says nothing where it is null, of another type or not there, and
 * hurts nobody.
 */
import { z } from 'zod';
import {
  asFlag,
  asId,
  asMembers,
  asNumber,
  asText,
  fieldAs,
} from '../../../core/kernel/field-forms.ts';

/** A field that need not be there. */
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
/** Ids are strings on Cloud; some clients saw numbers. They go into addresses. Needed. */
export const ApiId = z
  .union([z.string().min(1), z.number()])
  .transform(String)
  .refine((id) => id.length <= MAX_ID && id.isWellFormed());

/** An id that goes into queries: there it is a number. Needed. */
export const ApiQueriedId = ApiId.pipe(z.string().regex(/^\d{1,19}$/));

/** A number, also as text. Needed. */
export const ApiNumber = fieldAs(asNumber).pipe(z.number());

/** A page of a list. Null is said of an empty one, where it counts itself as empty. */
export const apiPage = <S extends z.ZodType>(shape: S) =>
  z.preprocess((value) => {
    const page = asMembers(value);
    const isEmpty = page?.['values'] === null && asNumber(page['total'] ?? page['size']) === 0;
    return isEmpty ? { ...page, values: [] } : value;
  }, shape);

/** The id of a thing. Where `id` is missing, it stands in `globalId` as well (assets-api: A.4). */
export function idIn(thing: Readonly<Record<string, unknown>>): string | undefined {
  return asId(thing['id']) ?? asId(asText(thing['globalId'])?.split(':').at(-1));
}

const withId = (value: unknown): unknown => {
  const thing = asMembers(value);
  return thing && asId(thing['id']) === undefined ? { ...thing, id: idIn(thing) } : value;
};

/** A thing of this shape, whose id is found wherever it stands. */
export const apiThing = <S extends z.ZodType>(shape: S) => z.preprocess(withId, shape);

/** The members of a list that can be read, and how many it has in all. */
export interface ReadableItems<T> {
  items: T[];
  /** Those that say nothing, or lack what is needed, among them. */
  count: number;
}

/** A list whose members are judged one by one: an odd one takes no other with it. */
export const apiList = <S extends z.ZodType>(shape: S) =>
  z.array(z.unknown()).transform((all): ReadableItems<z.output<S>> => {
    const items = all.flatMap((each) => {
      const read = shape.safeParse(each);
      return read.success ? [read.data] : [];
    });
    return { items, count: all.length };
  });
