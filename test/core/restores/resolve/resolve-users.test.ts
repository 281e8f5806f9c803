import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { User } from '../../../../src/core/assets/model/user.ts';
import type { Directory, DirectoryUser } from '../../../../src/core/assets/ports/directory.ts';
import {
  resolveUsers,
  type UserRequest,
} from '../../../../src/core/restores/resolve/resolve-users.ts';

type Person = Pick<DirectoryUser, 'displayName' | 'email'> & { active?: boolean };
const ID = 'JIRAUSER10100';
const JANE: Person = { displayName: 'Jane Doe', email: 'jane@example.com' };
const BOB: Person = { displayName: 'Bob Roe', email: 'bob@example.com' };

/** Jane, whom three values name, on a destination with these accounts. */
function jane(accounts: Record<string, Person>, changes: Partial<UserRequest> & { is?: Person }) {
  const { is = JANE, ...request } = changes;
  const stored: User = { accountId: ID, deleted: false, ...is };
  const there = Object.entries(accounts).map(([accountId, person]): DirectoryUser => ({
    accountId,
    active: true,
    ...person,
  }));
  const directory: Partial<Directory> = {
    people: async (ids) => there.filter(({ accountId }) => ids.includes(accountId)),
    personByEmail: async (wanted) =>
      there.find(({ email, active }) => active && email === wanted) ?? null,
  };
  return resolveUsers({
    reader: {
      async *records() {
        yield { kind: 'user', type: '0', id: ID, label: '', body: stored };
      },
    } as unknown as UserRequest['reader'],
    directory: directory as Directory,
    uses: new Map([[ID, 3]]),
    reviewed: new Map(),
    sharesIds: false,
    ...request,
  });
}

test("a key that is somebody else's on another site names nobody there: the email does", async () => {
  const { found, missing, others } = await jane({ [ID]: BOB, JIRAUSER20: JANE }, {});
  assert.deepEqual([...found], [[ID, 'JIRAUSER20']]);
  assert.deepEqual([missing, others], [[], [{ name: 'Jane Doe', to: 'Jane Doe' }]]);
});

test('whose key is taken and whose email nobody has is missing, and told why', async () => {
  const { found, missing } = await jane({ [ID]: BOB }, {});
  assert.equal(found.size, 0);
  assert.deepEqual(
    missing.map(({ id, uses, state }) => [id, uses, state]),
    [[ID, 3, 'unknown']],
  );
  assert.match(missing[0]!.why, /this ID is somebody else's/);
});

test('a key with the same email is the same person; without an email the names decide', async () => {
  const loud = { ...JANE, email: 'JANE@example.com' };
  const renamed = { ...JANE, displayName: 'Jane Roe' };
  const hidden = { ...JANE, email: null };
  for (const account of [JANE, loud, renamed, hidden])
    assert.equal((await jane({ [ID]: account }, {})).found.get(ID), ID);
  assert.equal((await jane({ [ID]: BOB }, { is: hidden })).found.size, 0);
  assert.equal((await jane({ [ID]: JANE }, { is: hidden })).found.get(ID), ID);
});

test('where IDs are shared, the ID is the person, whatever the account is called by now', async () => {
  const { found } = await jane({ [ID]: BOB }, { sharesIds: true });
  assert.equal(found.get(ID), ID);
});

test('a mapping that was reviewed to the account that has the key is kept', async () => {
  const reviewed = new Map([[ID, 'JIRAUSER20']]);
  const { found } = await jane({ [ID]: BOB, JIRAUSER20: BOB }, { reviewed });
  assert.equal(found.get(ID), 'JIRAUSER20');
});

test('an account of the same person that is deactivated is told as such', async () => {
  const { missing } = await jane({ [ID]: { ...JANE, active: false } }, {});
  assert.deepEqual(
    missing.map(({ state }) => state),
    ['deactivated'],
  );
});
