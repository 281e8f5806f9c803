import type { ObjectPage } from '../../../assets/ports/pages/object-page.ts';
import type { RecordWriter } from '../../../storages/records/backup-writer.ts';
import { groupRecord, userRecord } from './people-records.ts';

export const nameOf = (kind: 'user' | 'group', id: string): string => `${kind} ${id}`;

/** The users and groups that objects name: each is put once. */
export class SeenPeople {
  readonly #seen = new Set<string>();

  async put(page: Pick<ObjectPage, 'users' | 'groups'>, writer: RecordWriter): Promise<void> {
    for (const user of page.users)
      if (this.#isNew(nameOf('user', user.accountId))) await writer.put(userRecord(user));
    for (const group of page.groups)
      if (this.#isNew(nameOf('group', group.name))) await writer.put(groupRecord(group));
  }

  /**
   * Takes over those that were not put yet; the names are those of `nameOf`. Returns whether all of
   * them are in the backup now.
   */
  async takeOver(names: ReadonlySet<string>, writer: RecordWriter): Promise<boolean> {
    for (const kind of ['user', 'group'] as const)
      for await (const person of writer.baseRecords(kind)) {
        const name = nameOf(kind, person.id);
        if (names.has(name) && this.#isNew(name)) await person.takeOver();
      }
    return [...names].every((name) => this.#seen.has(name));
  }

  #isNew(name: string): boolean {
    if (this.#seen.has(name)) return false;
    this.#seen.add(name);
    return true;
  }
}
