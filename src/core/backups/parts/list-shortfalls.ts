import type { HeldPart } from '../held-part.ts';
import { BACKUP_PARTS } from './backup-parts.ts';

export interface ShortfallLine {
  /** What administrators call the part. */
  title: string;
  message: string;
}

/** Which parts of a backup could not be read completely with it, and why. */
export const listShortfalls = (parts: readonly HeldPart[]): ShortfallLine[] =>
  linesOf(parts, 'incomplete');

/** Which parts the site did not give when its backup was read, and why. */
export const listUnavailable = (parts: readonly HeldPart[]): ShortfallLine[] =>
  linesOf(parts, 'unavailable');

const linesOf = (
  parts: readonly HeldPart[],
  wanted: 'incomplete' | 'unavailable',
): ShortfallLine[] =>
  parts
    .filter(({ status, run }) => status === wanted && run === undefined)
    .map(({ name, message }) => ({
      title: BACKUP_PARTS.find((part) => part.name === name)?.title ?? name,
      message: message ?? "It couldn't be read completely. Take a new backup.",
    }));
