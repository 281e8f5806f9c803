import type { BackupPart } from '../../storages/backup-part.ts';
import { BACKUP_PARTS } from './backup-parts.ts';

export interface ShortfallLine {
  /** What administrators call the part. */
  title: string;
  message: string;
}

/** The parts of a backup that could not be read wholly, and why. */
export const listShortfalls = (parts: readonly BackupPart[]): ShortfallLine[] =>
  parts
    .filter(({ status }) => status === 'incomplete')
    .map(({ name, message }) => ({
      title: BACKUP_PARTS.find((part) => part.name === name)?.title ?? name,
      message: message ?? "It couldn't be read completely. Take a new backup.",
    }));
