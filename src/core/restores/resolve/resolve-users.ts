import { z } from 'zod';
import type { User } from '../../assets/model/user.ts';
import type { Directory, DirectoryUser } from '../../assets/ports/directory.ts';
import type { BackupReader } from '../../storages/backup-reader.ts';
import { unresolved, type Unresolved } from './unresolved.ts';
import type { OtherPerson, Resolution } from './resolution.ts';

const UserBody = z.object({
  accountId: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  deleted: z.boolean(),
});
/** Searches for people side by side. */
const BATCH_SIZE = 16;

export interface UserRequest {
  reader: BackupReader;
  directory: Directory;
  /** Account id → how many values name it. */
  uses: ReadonlyMap<string, number>;
  /** Names of people in roles whom no value names. */
  names?: ReadonlyMap<string, string> | undefined;
  /**
   * What the plan found by email, which takes a search each: account → another account, or an empty
   * text for none.
   */
  reviewed: ReadonlyMap<string, string>;
  signal?: AbortSignal | undefined;
}

/** Finds users by account id, then by email. */
export async function resolveUsers(request: UserRequest): Promise<Resolution> {
  const others: OtherPerson[] = [];
  const resolution: Resolution = { found: new Map(), missing: [], others };
  if (request.uses.size === 0) return resolution;
  const inBackup = await usersOfBackup(request);
  const there = await usersThere(request);
  const isThere = (id: string): boolean => there.get(id)?.active === true;
  const byEmail = await findByEmail(request, { inBackup, there, isThere });
  for (const [id, uses] of request.uses) {
    const found = isThere(id) ? id : byEmail.get(id);
    const user = inBackup.get(id);
    if (found === undefined)
      resolution.missing.push(missingPerson({ id, uses, user, there: there.get(id) }));
    else {
      resolution.found.set(id, found);
      if (found !== id) others.push(otherPerson(user, id, there.get(found), found));
    }
  }
  return resolution;
}

interface MissingPerson {
  id: string;
  uses: number;
  user: User | undefined;
  there: DirectoryUser | undefined;
}

const missingPerson = ({ id, uses, user, there }: MissingPerson): Unresolved =>
  unresolved({
    kind: 'user',
    id,
    name: user ? shownUser(user) : id,
    uses,
    ...whyMissing(user, there),
    label: user?.displayName,
    email: user?.email ?? undefined,
    mappable: true,
  });

const otherPerson = (
  user: User | undefined,
  id: string,
  there: DirectoryUser | undefined,
  found: string,
): OtherPerson => ({ name: user?.displayName ?? id, to: there?.displayName ?? found });

async function usersOfBackup({
  reader,
  uses,
  names = new Map<string, string>(),
}: UserRequest): Promise<Map<string, User>> {
  const named = [...names].map(([accountId, displayName]): [string, User] => [
    accountId,
    { accountId, displayName, email: null, deleted: false },
  ]);
  const users = new Map<string, User>(named);
  for await (const { body } of reader.records({ kind: 'user' })) {
    const user = UserBody.parse(body);
    if (uses.has(user.accountId)) users.set(user.accountId, user);
  }
  return users;
}

async function usersThere(request: UserRequest): Promise<Map<string, DirectoryUser>> {
  const { directory, uses, reviewed, signal } = request;
  const others = [...reviewed.values()].filter((id) => id !== '');
  const people = await directory.people([...new Set([...uses.keys(), ...others])], signal);
  return new Map(people.map((person) => [person.accountId, person]));
}

/**
 * Other accounts with the same email: those that were reviewed and are still there, the rest by a
 * search.
 */
async function findByEmail(
  { directory, uses, reviewed, signal }: UserRequest,
  {
    inBackup,
    there,
    isThere,
  }: {
    inBackup: ReadonlyMap<string, User>;
    there: Map<string, DirectoryUser>;
    isThere: (accountId: string) => boolean;
  },
): Promise<Map<string, string>> {
  const found = new Map([...reviewed].filter(([, other]) => isThere(other)));
  const searches = [...uses.keys()].flatMap((id) => {
    const email = inBackup.get(id)?.email;
    const other = reviewed.get(id);
    const isDecided = isThere(id) || other === '' || isThere(other ?? '');
    return email && !isDecided ? [{ id, email }] : [];
  });
  for (let from = 0; from < searches.length; from += BATCH_SIZE)
    await Promise.all(
      searches.slice(from, from + BATCH_SIZE).map(async ({ id, email }) => {
        const person = await directory.personByEmail(email, signal);
        if (!person) return;
        found.set(id, person.accountId);
        there.set(person.accountId, person);
      }),
    );
  return found;
}

const shownUser = ({ displayName, email }: User): string =>
  email ? `${displayName} (${email})` : displayName;

function whyMissing(
  user: User | undefined,
  there: DirectoryUser | undefined,
): Pick<Unresolved, 'why' | 'state'> {
  if (there) return { state: 'deactivated', why: 'This account is deactivated.' };
  if (user?.deleted) return { state: 'deleted', why: 'This account was deleted.' };
  if (user?.email)
    return {
      state: 'unknown',
      why: 'No account with this ID or email exists on the destination.',
    };
  return {
    state: 'email-hidden',
    why: "This account doesn't exist on the destination, and its email is hidden.",
  };
}
