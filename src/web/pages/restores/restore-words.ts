import type { Run } from '../../../core/runs/run.ts';
import type { RestorePlan } from '../../../core/restores/plan/restore-plan.ts';
import type { RestoreInput } from '../../../core/restores/restore-input.ts';

/** The states of a restore, in product.md's words. */
export const RESTORE_STATES: Record<Run['state'], { text: string; look: string }> = {
  queued: { text: 'Pending', look: '' },
  running: { text: 'In Progress', look: 'inprogress' },
  complete: { text: 'Completed', look: 'success' },
  failed: { text: 'Error', look: 'removed' },
  stopped: { text: 'Stopped', look: 'moved' },
};

const EXISTING: Record<RestoreInput['existing'], string> = {
  overwrite: 'Overwrite: values that differ are replaced',
  keep: 'Keep: only what is empty is filled',
  missing: 'Only missing: objects that are there are left alone',
};

/** What was decided, a line each. */
export function chosenWords({
  schema,
  typeIds,
  existing,
  clearEmpty,
  keepOriginalKey,
  changeDefinitions,
}: RestoreInput): { name: string; text: string }[] {
  const types =
    typeIds === null
      ? 'All'
      : typeIds.length === 1
        ? '1 chosen, with its parents'
        : `${typeIds.length} chosen, with their parents`;
  const there =
    schema.kind === 'existing'
      ? [
          {
            name: 'Existing objects',
            text: `${EXISTING[existing]}${existing === 'overwrite' && clearEmpty ? ', and cleared where the backup has none' : ''}`,
          },
          {
            name: 'Definitions that differ',
            text: changeDefinitions ? 'Changed' : 'Left as they are',
          },
        ]
      : [];
  return [
    { name: 'Object types', text: types },
    ...there,
    { name: 'Original key', text: keepOriginalKey ? 'Kept in an attribute' : 'Not kept' },
  ];
}

/** Where to: "Sandbox (https://…)" or the site's address. */
export const placeWords = ({
  siteUrl,
  targetName,
}: Pick<RestorePlan['destination'], 'siteUrl' | 'targetName'>): string =>
  targetName ? `${targetName} (${siteUrl})` : siteUrl;
