import type { AtDestination } from '../../context/at-destination.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { findRoleChanges, placesThere } from '../../roles/find-role-changes.ts';
import { roleOf, whoIsMissing } from '../../roles/who-is-missing.ts';

/**
 * Who lacks a role on the destination that they have in the backup, in sentences; nothing where
 * roles were not restored.
 */
export async function checkRoles(
  context: RestoreContext,
  { target, pace }: Pick<AtDestination, 'target' | 'pace'>,
): Promise<string[]> {
  const sentences: string[] = [];
  for await (const found of findRoleChanges(context, target, placesThere(context), pace.signal)) {
    if ('unreadable' in found) {
      sentences.push(`${found.unreadable.what} couldn't be compared. ${found.unreadable.why}`);
      continue;
    }
    const { of, changes, missingRoles } = found;
    sentences.push(
      ...missingRoles.map((name) => `${roleOf(name, of)} is missing.`),
      ...changes.map((change) => `${roleOf(change.name, of)} lacks ${whoIsMissing(change)}.`),
    );
  }
  return sentences;
}
