/**
 * What is read of a field that somebody else wrote. A field that is null, of another type or not
 * there says nothing: each of these answers undefined then, and never throws. Numbers come as text
 * and texts as numbers.
 */

import { z } from 'zod';

/** A field of a shape that may be missing and is never refused: what `read` makes of it. */
export const fieldAs = <T>(read: (value: unknown) => T) => z.unknown().optional().transform(read);

/** Undefined also for text of a flag or a thing. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** Undefined also for an empty text. */
export const asId = (value: unknown): string | undefined => asText(value) || undefined;

export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = Number(asText(value));
  return Number.isFinite(number) ? number : undefined;
}

/** Seen as a boolean and as a text. */
export function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = asText(value)?.toLowerCase();
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

/** The members of a JSON object; undefined for a list. */
export const asMembers = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

/** Null and what is missing hold no items, what is no list is one item. */
export function asItems(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
