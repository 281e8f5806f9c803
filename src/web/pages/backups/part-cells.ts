import type { Backup } from '../../../core/backups/backup.ts';
import type { PartDefinition } from '../../../core/backups/part-definition.ts';
import { BACKUP_PARTS } from '../../../core/backups/parts/backup-parts.ts';
import type { Lozenge } from '../../view/lozenge.ts';

/** How one part of a backup stands in its row. */
export interface PartCellView {
  title: string;
  /** Undefined where the backup does not have it. */
  state: Lozenge | undefined;
  /** Why it could not be read wholly. */
  message: string | undefined;
}

/** Parts that every backup has: the columns of the list speak of them already. */
const WITHOUT_COLUMN = new Set(['structure', 'people', 'objects']);

/** The parts that have a column of their own, each with its state in this backup. */
export const partCells = (
  { parts }: Pick<Backup, 'parts'>,
  definitions: readonly Pick<PartDefinition, 'name' | 'title'>[] = BACKUP_PARTS,
): PartCellView[] =>
  definitions
    .filter(({ name }) => !WITHOUT_COLUMN.has(name))
    .map(({ name, title }) => {
      const part = parts.find((each) => each.name === name);
      return { title, state: part && stateOf(part.status), message: part?.message };
    });

const stateOf = (status: 'complete' | 'incomplete'): Lozenge =>
  status === 'complete'
    ? { text: 'Completed', look: 'success' }
    : { text: 'Incomplete', look: 'moved' };
