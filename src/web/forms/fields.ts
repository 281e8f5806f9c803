import { z } from 'zod';

/** A form or query as it was sent: text only, because anything else was refused on arrival. */
export type Fields = Readonly<Record<string, string>>;
/** Messages by field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What was typed, cut to the field's maximum length; empty if it was not sent. */
export const text = (maxLength: number) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.slice(0, maxLength));

export const checkbox = () =>
  z
    .string()
    .optional()
    .transform((value) => value === 'on');

/** One of the known values; anything else counts as the fallback. */
export const oneOf = <const Value extends string>(
  values: readonly [Value, ...Value[]],
  fallback: Value,
) => z.enum(values).catch(fallback as never);

/** One of the known values; anything else counts as absent. */
export const oneOfOrNone = <const Value extends string>(values: readonly [Value, ...Value[]]) =>
  z.enum(values).optional().catch(undefined);
