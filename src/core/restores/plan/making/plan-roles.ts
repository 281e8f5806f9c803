import type { AccessReader } from '../../../assets/ports/parts/access-reader.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { findRoleChanges, placesThere } from '../../roles/find-role-changes.ts';
import { roleOf, whyLeft } from '../../roles/who-is-missing.ts';

/** What a restore does to roles. */
export interface PlannedRoles {
  /** How many are given to somebody. */
  set: number;
  /** What will differ from the backup, in sentences. */
  notes: string[];
}

/** Nothing is asked where roles were not chosen. @throws what AccessReader throws */
export async function planRoles(
  context: RestoreContext,
  target: AccessReader,
  signal: AbortSignal,
): Promise<PlannedRoles> {
  const planned: PlannedRoles = { set: 0, notes: [] };
  for await (const found of findRoleChanges(context, target, placesThere(context), signal)) {
    if ('unreadable' in found) {
      const { what, why } = found.unreadable;
      planned.notes.push(`${what} can't be restored. ${why} Set them in Assets.`);
      continue;
    }
    const { of, changes, missingRoles, toCome } = found;
    const left = changes.filter(({ isLeft }) => isLeft);
    planned.set += changes.length - left.length + toCome;
    planned.notes.push(
      ...missingRoles.map((name) => `${roleOf(name, of)} doesn't exist on the destination.`),
      ...left.map((change) => whyLeft(change, of)),
    );
  }
  return planned;
}
