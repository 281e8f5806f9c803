import type { ObjectPage } from '../../../assets/ports/object-page.ts';
import type { RecordWriter } from '../../../storages/vault.ts';
import { groupRecord, userRecord } from './people-records.ts';

/** The users and groups that objects name: each is put once. */
export class SeenPeople {
  readonly #seen = new Set<string>();

  async put(page: Pick<ObjectPage, 'users' | 'groups'>, writer: RecordWriter): Promise<void> {
    for (const user of page.users)
      if (this.#isNew(`u${user.accountId}`)) await writer.put(userRecord(user));
    for (const group of page.groups)
      if (this.#isNew(`g${group.name}`)) await writer.put(groupRecord(group));
  }

  #isNew(name: string): boolean {
    if (this.#seen.has(name)) return false;
    this.#seen.add(name);
    return true;
  }
}
