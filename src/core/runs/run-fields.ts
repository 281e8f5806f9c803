import { z } from 'zod';
import { Damaged, Refused } from '../kernel/errors.ts';
import { asJson, type JsonValue } from '../kernel/json/json-value.ts';
import type { RunField, RunKind } from './run-kind.ts';
import type { Run } from './run.ts';

export const RUN_FIELDS = ['input', 'checkpoint', 'result'] as const;
export type RunFieldName = (typeof RUN_FIELDS)[number];

/** For a kind that has no input, no checkpoint or no result. */
export const NOTHING: RunField<undefined> = { schema: z.unknown().transform(() => undefined) };

const UNREADABLE =
  "This was written by another version of this service and can't be read. Start it again.";

/** What an administrator reads where a field cannot be read. */
export const unreadable = (kind: RunKind | undefined, name: RunFieldName): string =>
  kind?.[name].unreadable ?? UNREADABLE;

/** What is stored of a field's value. Undefined where there is none. */
export const storedField = (value: unknown): JsonValue | undefined =>
  typeof value === 'object' && value !== null ? asJson(value) : (value as JsonValue | undefined);

/** @throws Refused `checkpoint-unusable` | `run-unreadable` */
export function readField(
  kind: RunKind | undefined,
  name: RunFieldName,
  stored: JsonValue | undefined,
): unknown {
  if (stored === undefined && name !== 'input') return undefined;
  const parsed = kind?.[name].schema.safeParse(stored);
  if (parsed?.success) return parsed.data;
  const code = name === 'checkpoint' ? 'checkpoint-unusable' : 'run-unreadable';
  throw new Refused(code, unreadable(kind, name), { cause: parsed?.error });
}

/** What came out of a complete run. @throws Damaged when there is nothing */
export function resultOf<Result>({ result }: Run<unknown, unknown, Result>): Result {
  if (result === undefined)
    throw new Damaged('The results of this run are missing from the database.');
  return result;
}
