import { z } from 'zod';
import type { RoleActor } from '../../../../core/assets/model/definitions/role.ts';
import { asId, asMembers, asText } from '../../../../core/kernel/json/field-forms.ts';

/** The end of the path of a role's address. */
const ROLE_PATH = /\/config\/role\/([\w-]{1,100})\/?(?:[?#].*)?$/;

/**
 * Names of roles → their addresses, of which only the ids at their ends are taken: no call goes to
 * an address from an answer (assets-api: G, Roles). Roles without such an address are counted.
 */
export const ApiRoleLinks = z.record(z.string(), z.unknown()).transform((links, context) => {
  const roles = Object.entries(links).flatMap(([name, address]) => {
    const id = ROLE_PATH.exec(asText(address) ?? '')?.[1];
    return id === undefined ? [] : [{ name, id }];
  });
  const unreadable = Object.keys(links).length - roles.length;
  if (roles.length === 0 && unreadable > 0) context.addIssue('no address of a role');
  return { roles, unreadable };
});

const KINDS = new Map<string, RoleActor['kind']>([
  ['atlassian-user-role-actor', 'user'],
  ['atlassian-group-role-actor', 'group'],
]);
/** The word for each kind when roles are written. */
export const ACTOR_TYPES: Record<RoleActor['kind'], string> = {
  user: 'atlassian-user-role-actor',
  group: 'atlassian-group-role-actor',
};

/** A role with whoever has it. Actors whose kind or id cannot be read are left out, and counted. */
export const ApiRole = z
  .looseObject({ actors: z.array(z.unknown()).nullable() })
  .transform(({ actors }) => {
    const given = actors ?? [];
    const read = given.flatMap((each) => actorIn(each) ?? []);
    return { actors: read, unreadable: given.length - read.length };
  });

/**
 * The account id of a person has different names on different sites: under `name`, or within
 * `user`.
 */
function actorIn(value: unknown): RoleActor | undefined {
  const actor = asMembers(value) ?? {};
  const kind = KINDS.get(asText(actor['type']) ?? '');
  const user = asMembers(actor['user']) ?? {};
  const id = firstId(user['accountId'], user['key'], actor['accountId'], actor['name']);
  if (!kind || id === undefined) return undefined;
  const name = firstId(actor['displayName'], user['displayName']);
  return kind === 'user' && name !== undefined && name !== id ? { kind, id, name } : { kind, id };
}

const firstId = (...values: unknown[]): string | undefined =>
  values.map(asId).find((id) => id !== undefined);
