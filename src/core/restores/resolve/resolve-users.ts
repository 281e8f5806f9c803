import { z } from 'zod';
import type { User } from '../../assets/model/user.ts';
import type { Directory, DirectoryUser } from '../../assets/ports/directory.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
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
  /** Whether an account ID is the same person's on the destination as where it was backed up. */
  sharesIds: boolean;
  signal?: AbortSignal | undefined;
}

/** What is known of the people of a backup, and of the accounts of the destination. */
interface KnownPeople {
  inBackup: ReadonlyMap<string, User>;
  /** Filled with those who are found by email. */
  there: Map<string, DirectoryUser>;
  /** IDs of the backup that are somebody else's on the destination. */
  taken: ReadonlySet<string>;
}

/** Finds users by account id, then by email. */
export async function resolveUsers(request: UserRequest): Promise<Resolution> {
  const others: OtherPerson[] = [];
  const resolution: Resolution = { found: new Map(), missing: [], others };
  if (request.uses.size === 0) return resolution;
  const inBackup = await usersOfBackup(request);
  const there = await usersThere(request);
  const taken = request.sharesIds ? new Set<string>() : takenIds(request.uses, inBackup, there);
  const known = { inBackup, there, taken };
  const byEmail = await findByEmail(request, known);
  for (const [id, uses] of request.uses) {
    const found = isFoundById(id, known) ? id : byEmail.get(id);
    const user = inBackup.get(id);
    if (found === undefined) resolution.missing.push(missingPerson(id, uses, known));
    else {
      resolution.found.set(id, found);
      if (found !== id) others.push(otherPerson(user, id, there.get(found), found));
    }
  }
  return resolution;
}

const isActive = (id: string, { there }: KnownPeople): boolean => there.get(id)?.active === true;

const isFoundById = (id: string, known: KnownPeople): boolean =>
  isActive(id, known) && !known.taken.has(id);

function takenIds(
  ids: ReadonlyMap<string, unknown>,
  inBackup: KnownPeople['inBackup'],
  there: KnownPeople['there'],
): Set<string> {
  const isTaken = (id: string): boolean => {
    const account = there.get(id);
    return account !== undefined && !isSamePerson(inBackup.get(id), account);
  };
  return new Set([...ids.keys()].filter(isTaken));
}

/** The emails decide; where one of them isn't known, the names. */
function isSamePerson(user: User | undefined, account: DirectoryUser): boolean {
  if (user?.email && account.email) return user.email.toLowerCase() === account.email.toLowerCase();
  return user?.displayName === account.displayName;
}

function missingPerson(id: string, uses: number, known: KnownPeople): Unresolved {
  const user = known.inBackup.get(id);
  return unresolved({
    kind: 'user',
    id,
    name: user ? shownUser(user) : id,
    uses,
    ...(known.taken.has(id) ? TAKEN : whyMissing(user, known.there.get(id))),
    label: user?.displayName,
    email: user?.email ?? undefined,
    mappable: true,
  });
}

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
  known: KnownPeople,
): Promise<Map<string, string>> {
  const found = new Map([...reviewed].filter(([, other]) => isActive(other, known)));
  const searches = [...uses.keys()].flatMap((id) => {
    const email = known.inBackup.get(id)?.email;
    const other = reviewed.get(id);
    const isDecided = isFoundById(id, known) || other === '' || isActive(other ?? '', known);
    return email && !isDecided ? [{ id, email }] : [];
  });
  for (let from = 0; from < searches.length; from += BATCH_SIZE)
    await Promise.all(
      searches.slice(from, from + BATCH_SIZE).map(async ({ id, email }) => {
        const person = await directory.personByEmail(email, signal);
        if (!person) return;
        found.set(id, person.accountId);
        known.there.set(person.accountId, person);
      }),
    );
  return found;
}

const shownUser = ({ displayName, email }: User): string =>
  email ? `${displayName} (${email})` : displayName;

const TAKEN: Pick<Unresolved, 'why' | 'state'> = {
  state: 'unknown',
  why: "On the destination this ID is somebody else's, and no account was found by the email.",
};

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
