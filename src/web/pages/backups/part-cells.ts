import type { Backup } from '../../../core/backups/backup.ts';
import {
  isSealed,
  mayBeRetried,
  type HeldPart,
  type PartStatus,
} from '../../../core/backups/held-part.ts';
import type { PartDefinition } from '../../../core/backups/reading/part-definition.ts';
import { BACKUP_PARTS } from '../../../core/backups/parts/backup-parts.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { RUN_STATES } from '../../view/components/run-states.ts';
import { count, counted } from '../../view/formats/numbers.ts';

/** One part of a backup in its row. */
export interface PartCellView {
  name: string;
  title: string;
  /** Undefined where the backup does not have it. */
  state: Lozenge | undefined;
  /** Why it could not be read completely. */
  message: string | undefined;
  /** How far its reading has come: "40 of 100". */
  progress: string | undefined;
  canRetry: boolean;
  /** Number of issues found; the icon beside it opens the details. */
  issues: string | undefined;
}

/** Parts that other columns of the list already cover, or that belong to the structure. */
const WITHOUT_COLUMN = new Set([
  'structure',
  'properties',
  'roles',
  'people',
  'archived',
  'objects',
]);

/**
 * The parts that have a column of their own, each with its state in this backup. `open`: runs in
 * progress.
 */
export const partCells = (
  { parts }: Pick<Backup, 'parts'>,
  open: readonly Run[] = [],
  definitions: readonly Pick<PartDefinition, 'name' | 'title'>[] = BACKUP_PARTS,
): PartCellView[] =>
  definitions
    .filter(({ name }) => !WITHOUT_COLUMN.has(name))
    .map(({ name, title }) => {
      const part = parts.find((each) => each.name === name);
      const run = open.find(({ id }) => id === part?.run);
      return {
        name,
        title,
        state: part && STATES[part.status],
        message: part?.message ?? run?.waiting?.why,
        progress: run && progressOf(run),
        canRetry: part !== undefined && mayBeRetried(part),
        issues: part && issuesOf(part),
      };
    });

/** Undefined for other parts, and where nothing was read yet. */
const issuesOf = (part: HeldPart): string | undefined =>
  part.name === 'issues' && isSealed(part)
    ? counted(part.counts['issue'] ?? 0, 'issue')
    : undefined;

/** Undefined before it is known how much there is. */
const progressOf = ({ state, progress: { done, total } }: Run): string | undefined =>
  state === 'running' && total > 0 ? `${count(done)} of ${count(total)}` : undefined;

/** The same states as those of the run that reads it. */
const STATES: Record<PartStatus, Lozenge> = {
  ...RUN_STATES,
  incomplete: { text: 'Incomplete', look: 'moved' },
  unavailable: { text: 'Not available', look: 'moved' },
};
