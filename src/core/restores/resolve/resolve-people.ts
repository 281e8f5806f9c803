import { z } from 'zod';
import type { BackupReader } from '../../backups/vault.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { Usage } from '../objects/scan-objects.ts';
import type { Unresolved } from './unresolved.ts';
import { unresolved, type FoundNames } from './resolved-names.ts';

const UserBody = z.object({
  accountId: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  deleted: z.boolean(),
});
type User = z.infer<typeof UserBody>;
/** Longer lists are no choice for a person any more. */
const OPTIONS = 300;
/** Searches for people side by side. */
const AT_ONCE = 16;

/**
 * Users by account id, then by e-mail; groups by name, then in another case where only one fits; projects by key. `reviewed`: what the plan found by e-mail,
 * which takes a search for each: account → another one, or an empty text for none.
 */
export async function resolvePeople(
  reader: BackupReader,
  usage: Usage,
  target: AssetsDestination,
  names: FoundNames,
  signal?: AbortSignal,
  reviewed: Record<string, string> = {},
): Promise<Unresolved[]> {
  return [
    ...(await users(reader, usage, target, { found: names.user, reviewed }, signal)),
    ...(await groups(usage, target, names.group, signal)),
    ...(await projects(usage, target, names.project, signal)),
  ];
}

async function users(
  reader: BackupReader,
  { users: used }: Usage,
  target: AssetsDestination,
  { found, reviewed }: { found: Map<string, string>; reviewed: Record<string, string> },
  signal?: AbortSignal,
): Promise<Unresolved[]> {
  if (used.size === 0) return [];
  const known = new Map<string, User>();
  for await (const { body } of reader.records({ kind: 'user' })) {
    const user = UserBody.parse(body);
    if (used.has(user.accountId)) known.set(user.accountId, user);
  }
  const there = new Map(
    (
      await target.people(
        [...new Set([...used.keys(), ...Object.values(reviewed).filter((id) => id !== '')])],
        signal,
      )
    ).map((person) => [person.accountId, person]),
  );
  const isThere = (id: string): boolean => there.get(id)?.active === true;
  const open = [...used.keys()].filter(
    (id) =>
      !isThere(id) && known.get(id)?.email && reviewed[id] !== '' && !isThere(reviewed[id] ?? ''),
  );
  const byEmail = new Map<string, string | undefined>(
    Object.entries(reviewed).filter(([, other]) => isThere(other)),
  );
  for (let at = 0; at < open.length; at += AT_ONCE)
    await Promise.all(
      open.slice(at, at + AT_ONCE).map(async (id) => {
        byEmail.set(id, (await target.personByEmail(known.get(id)!.email!, signal))?.accountId);
      }),
    );
  const missing: Unresolved[] = [];
  for (const [id, uses] of used) {
    if (isThere(id)) {
      found.set(id, id);
      continue;
    }
    const user = known.get(id);
    const other = byEmail.get(id);
    if (other !== undefined) {
      found.set(id, other);
      continue;
    }
    const why = there.has(id)
      ? 'The account was deactivated: values cannot name it.'
      : user?.deleted
        ? 'The account was deleted.'
        : user?.email
          ? 'Neither the account nor its e-mail is on the destination.'
          : 'The account is not on the destination, and its e-mail is not known.';
    missing.push(
      unresolved({
        kind: 'user',
        id,
        name: user ? `${user.displayName}${user.email ? ` (${user.email})` : ''}` : id,
        uses,
        why,
        mappable: true,
      }),
    );
  }
  return missing;
}

async function groups(
  { groups: used }: Usage,
  target: AssetsDestination,
  found: Map<string, string>,
  signal?: AbortSignal,
): Promise<Unresolved[]> {
  if (used.size === 0) return [];
  const there = await target.groups(signal);
  const options = optionsOf(there);
  const missing: Unresolved[] = [];
  for (const [name, uses] of used) {
    const alike = there.filter((each) => each.toLowerCase() === name.toLowerCase());
    const fit = there.includes(name) ? name : alike.length === 1 ? alike[0] : undefined;
    if (fit !== undefined) found.set(name, fit);
    else
      missing.push(
        unresolved({
          kind: 'group',
          id: name,
          name,
          uses,
          why:
            alike.length > 1
              ? 'Several groups have this name in another case.'
              : 'There is no group of this name.',
          mappable: true,
          options,
        }),
      );
  }
  return missing;
}

async function projects(
  { projects: used }: Usage,
  target: AssetsDestination,
  found: Map<string, string>,
  signal?: AbortSignal,
): Promise<Unresolved[]> {
  if (used.size === 0) return [];
  const there = await target.projects(signal);
  const options = optionsOf(there);
  const missing: Unresolved[] = [];
  for (const [key, uses] of used) {
    if (there.includes(key)) found.set(key, key);
    else
      missing.push(
        unresolved({
          kind: 'project',
          id: key,
          name: key,
          uses,
          why: 'There is no project with this key, or the account does not see it.',
          mappable: true,
          options,
        }),
      );
  }
  return missing;
}

const optionsOf = (there: string[]): Unresolved['options'] =>
  there.length <= OPTIONS ? [...there].sort().map((each) => ({ id: each, name: each })) : [];
