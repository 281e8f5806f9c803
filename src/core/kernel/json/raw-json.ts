import type { JsonValue } from './json-value.ts';

/**
 * Levels of JSON that is kept as it came. Whatever walks it needs a piece of the stack a level, and
 * a few thousand of them are the end of it.
 */
const MAX_LEVELS = 100;

/**
 * Members that are never kept, wherever they stand: addresses that change by themselves, and what
 * opens a door for whoever holds it.
 */
const NEVER_KEPT: ReadonlySet<string> = new Set([
  'avatar',
  'avatarUrl',
  'icon',
  'mediaClientConfig',
  'mediaJwtToken',
  'renderedLink',
]);

/** A copy of JSON to keep as it came; undefined where it has too many levels. */
export const rawJson = (value: unknown): JsonValue | undefined =>
  isDeeperThan(MAX_LEVELS, value) ? undefined : copyOf(value as JsonValue);

/** Looks no deeper than that. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((each) => isDeeperThan(levels - 1, each));
}

function copyOf(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const kept = Object.entries(value).filter(
    ([name, member]) => member !== undefined && !NEVER_KEPT.has(name),
  );
  return Object.fromEntries(kept.map(([name, member]) => [name, copyOf(member)]));
}
