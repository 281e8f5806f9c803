import type { AccessReader } from '../../../assets/ports/parts/access-reader.ts';
import { findRoleChanges, type FoundRoleChanges } from '../../roles/find-role-changes.ts';
import { roleOf, whoIsMissing, whyLeft } from '../../roles/who-is-missing.ts';
import { askThroughOutage } from '../attempt/ask-through-outage.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import type { WrittenStructure } from './written-structure.ts';

/**
 * Gives people and groups the roles that they have in the backup, where that was chosen. After all
 * else: whoever writes keeps its own. Repeatable: who has a role already is not given it again.
 */
export async function writeRoles(
  attempt: RestoreAttempt,
  { schemaId, types }: Pick<WrittenStructure, 'schemaId' | 'types'>,
): Promise<void> {
  const { context, target, input } = attempt.parts;
  if (!input.roles) return;
  attempt.beginStep('Setting roles');
  const places = { schemaId, typeId: (old: string) => types.get(old) };
  const reader: Pick<AccessReader, 'schemaRoles' | 'typeRoles'> = {
    schemaRoles: (...asked) => askThroughOutage(attempt, () => target.schemaRoles(...asked)),
    typeRoles: (...asked) => askThroughOutage(attempt, () => target.typeRoles(...asked)),
  };
  for await (const found of findRoleChanges(context, reader, places, attempt.signal)) {
    if (!('unreadable' in found)) await writeThose(attempt, found);
    else {
      const { what, why } = found.unreadable;
      attempt.note(`${what} weren't restored. ${why} Set them in Assets.`);
    }
  }
}

async function writeThose(
  attempt: RestoreAttempt,
  { of, changes, missingRoles }: FoundRoleChanges,
): Promise<void> {
  for (const name of missingRoles)
    attempt.note(`${roleOf(name, of)} doesn't exist on the destination. Nobody was given it.`);
  for (const change of changes) {
    const { target } = attempt.parts;
    if (change.isLeft) {
      attempt.note(whyLeft(change, of));
      continue;
    }
    const set = await askThroughOutage(attempt, () =>
      target.setRole(change.id, change.actors, attempt.signal),
    );
    if ('unavailable' in set)
      attempt.note(
        `${roleOf(change.name, of)} wasn't given to ${whoIsMissing(change)}. ${set.unavailable} Set it in Assets.`,
      );
    else attempt.countWrite();
  }
}
