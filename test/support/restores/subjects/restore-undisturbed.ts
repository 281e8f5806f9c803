import type { RestoreFacts } from '../../../../src/core/restores/restore-facts.ts';
import { askForRestore, wishNewSchema } from './ask-for-restore.ts';
import { assertRestoredOnce, type Restored } from './assert-restored-once.ts';
import { restoreFacts } from '../restore-facts.ts';
import type { RestoreRig } from '../restore-rig.ts';
import type { Subject } from './restore-subjects.ts';
import { surviveDeaths } from '../deaths/survive-deaths.ts';

/** A restore that nothing disturbed. */
export interface Undisturbed {
  restored: Restored;
  facts: RestoreFacts;
  calls: number;
}

const known = new Map<string, Promise<Undisturbed>>();
/** What the restore of these types leaves when nothing disturbs it. */
export function restoreUndisturbed(subject: Subject, group: string[]): Promise<Undisturbed> {
  const key = `${subject.name} ${group.join()}`;
  const restore =
    known.get(key) ??
    (async () => {
      const id = await askForRestore(subject, await wishNewSchema(subject, group));
      const { run, calls } = await surviveDeaths(subject.rig, id, []);
      const facts = restoreFacts(run);
      const restored = await assertRestoredOnce(subject.rig, id, facts, key);
      dropRestored(subject.rig, facts);
      return { restored, facts, calls };
    })();
  known.set(key, restore);
  return restore;
}

/** Deletes the schema that a restore has made. */
export function dropRestored({ here }: RestoreRig, { schemaId }: RestoreFacts): void {
  here.world.site.deleteSchema(Number(schemaId));
}
