import type { AttributeValue } from '../../../core/assets/model/attribute-value.ts';
import type { Group } from '../../../core/assets/model/group.ts';
import type { User } from '../../../core/assets/model/user.ts';
import type { JsonValue } from '../../../core/kernel/json-value.ts';
import type { ApiValue, ApiValueUser } from './api-object.ts';
import { idOf, ShapeError, textOf } from './shape-error.ts';

/** The users and groups that values name, each once; filled on the way. */
export interface NamedInValues {
  users: Map<string, User>;
  groups: Map<string, Group>;
}

/**
 * A value in the form that can be written again. `displayValue` is never read: it depends on who
 * asks.
 * @throws ShapeError
 */
export function readValue(
  value: ApiValue,
  isProject: boolean,
  named: NamedInValues,
): AttributeValue {
  if (value.referencedObject)
    return { object: idOf(value.referencedObject.id, 'referencedObject.id') };
  if (value.user) return readUser(value.user, value.value, named.users);
  if (value.group) return readGroup(value.group, named.groups);
  if (value.status)
    return { status: idOf(value.status.id, 'status.id'), name: value.status.name ?? '' };
  return value.project?.key
    ? readProject(value.project.key, value.project.name)
    : readPlain(value, isProject);
}

function readPlain(
  { value, searchValue, additionalValue }: ApiValue,
  isProject: boolean,
): AttributeValue {
  if (value !== undefined && value !== null) {
    const text =
      typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as string | number | boolean);
    return isProject ? { project: text } : { value: text };
  }
  return {
    other: {
      searchValue: (searchValue ?? null) as JsonValue,
      additionalValue: (additionalValue ?? null) as JsonValue,
    },
  };
}

const readProject = (key: string, name: string | undefined): AttributeValue =>
  name ? { project: key, name } : { project: key };

function readGroup(group: { name?: string }, groups: Map<string, Group>): AttributeValue {
  const name = textOf(group.name, 'group.name');
  if (!groups.has(name)) groups.set(name, { name });
  return { group: name };
}

function readUser(user: ApiValueUser, value: unknown, users: Map<string, User>): AttributeValue {
  const accountId = user.key ?? (typeof value === 'string' ? value : undefined);
  if (accountId === undefined) throw new ShapeError('user.key');
  if (!users.has(accountId))
    users.set(accountId, {
      accountId,
      displayName: user.displayName ?? accountId,
      email: user.emailAddress || null,
      deleted: user.isDeleted ?? false,
    });
  return { user: accountId };
}
