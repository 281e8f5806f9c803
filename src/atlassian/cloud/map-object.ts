/**
 * An object page as we keep it. Checked by hand, not by zod: half of a backup's time would go into checking the shape of millions of values, of
 * which we take a few fields each. An object that cannot be understood is reported, and the page goes on.
 */
import type { AssetsObject } from '../../core/assets/model/assets-object.ts';
import type { AttributeValue } from '../../core/assets/model/attribute-value.ts';
import type { Group } from '../../core/assets/model/group.ts';
import type { User } from '../../core/assets/model/user.ts';
import type { ObjectPage } from '../../core/assets/ports/object-page.ts';
import type { JsonValue } from '../../core/kernel/json.ts';
import type { JsonList } from '../http/json-list.ts';
import { unexpected } from '../http/read-json.ts';

interface ApiUser {
  key?: string;
  displayName?: string;
  emailAddress?: string;
  isDeleted?: boolean;
}
interface ApiValue {
  value?: unknown;
  searchValue?: unknown;
  additionalValue?: unknown;
  referencedObject?: { id?: unknown };
  user?: ApiUser;
  group?: { name?: string };
  status?: { id?: unknown; name?: string };
  project?: { key?: string; name?: string };
}
interface ApiObject {
  id?: unknown;
  label?: unknown;
  objectKey?: unknown;
  created?: unknown;
  updated?: unknown;
  objectType?: { id?: unknown };
  attributes?: {
    objectTypeAttributeId?: unknown;
    objectTypeAttribute?: { system?: boolean; type?: number };
    objectAttributeValues?: ApiValue[];
  }[];
}
interface ApiPage {
  values?: unknown;
  isLast?: unknown;
  last?: unknown;
  objectTypeAttributes?: { id?: unknown; system?: boolean; type?: number }[];
}

const PROJECT = 6;

/** What is known of the attributes of a site, by id: learned from their listing and from every page. */
export class KnownAttributes {
  readonly #system = new Set<string>();
  readonly #projects = new Set<string>();

  learn(attribute: {
    id?: unknown;
    system?: boolean | undefined;
    type?: number | undefined;
  }): void {
    if (attribute.system) this.#system.add(String(attribute.id));
    if (attribute.type === PROJECT) this.#projects.add(String(attribute.id));
  }

  isSystem = (id: string): boolean => this.#system.has(id);
  isProject = (id: string): boolean => this.#projects.has(id);
}

/** @throws Unavailable `unexpected-answer` when it is no page at all */
export function readPage(
  { rest, items }: JsonList,
  endpoint: string,
  known: KnownAttributes,
): ObjectPage {
  const page = rest as ApiPage | null;
  if (!page || !Array.isArray(page.values)) throw unexpected(endpoint, 'values');
  for (const attribute of page.objectTypeAttributes ?? []) known.learn(attribute);
  const users = new Map<string, User>();
  const groups = new Map<string, Group>();
  const objects: AssetsObject[] = [];
  const unreadable: ObjectPage['unreadable'] = [];
  for (const item of items) {
    const object = item as ApiObject;
    try {
      objects.push(readObject(object, known, users, groups));
    } catch (error) {
      unreadable.push({
        id: String(object?.id ?? 'without id'),
        reason:
          error instanceof ShapeError
            ? `its ${error.message} has an unknown shape`
            : 'it has an unknown shape',
      });
    }
  }
  return {
    objects,
    users: [...users.values()],
    groups: [...groups.values()],
    last: isTrue(page.isLast ?? page.last),
    unreadable,
  };
}

/** One object for itself. @throws Unavailable `unexpected-answer` */
export function readOneObject(
  json: unknown,
  endpoint: string,
  known: KnownAttributes,
): AssetsObject {
  try {
    return readObject((json ?? {}) as ApiObject, known, new Map(), new Map());
  } catch (error) {
    throw unexpected(endpoint, error instanceof ShapeError ? error.message : 'the object', error);
  }
}

/** Ids and update times only. @throws Unavailable `unexpected-answer` */
export function readCensusPage(
  json: unknown,
  endpoint: string,
): { entries: { id: string; updated: string }[]; last: boolean } {
  const page = json as ApiPage | null;
  if (!page || !Array.isArray(page.values)) throw unexpected(endpoint, 'values');
  const entries = (page.values as ApiObject[]).map((object) => {
    if (object?.id === undefined || typeof object.updated !== 'string')
      throw unexpected(endpoint, 'values.updated');
    return { id: String(object.id), updated: object.updated };
  });
  return { entries, last: isTrue(page.isLast ?? page.last) };
}

class ShapeError extends Error {}
const isTrue = (flag: unknown): boolean => flag === true || flag === 'true';

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new ShapeError(name);
  return value;
}

function idOf(value: unknown, name: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new ShapeError(name);
  return String(value);
}

function readObject(
  object: ApiObject,
  known: KnownAttributes,
  users: Map<string, User>,
  groups: Map<string, Group>,
): AssetsObject {
  const values: Record<string, AttributeValue[]> = {};
  const attributes = object.attributes ?? [];
  if (!Array.isArray(attributes)) throw new ShapeError('attributes');
  for (const attribute of attributes) {
    const id = idOf(attribute.objectTypeAttributeId, 'attribute id');
    if (attribute.objectTypeAttribute) known.learn({ ...attribute.objectTypeAttribute, id });
    if (
      known.isSystem(id) ||
      !attribute.objectAttributeValues ||
      attribute.objectAttributeValues.length === 0
    )
      continue;
    values[id] = attribute.objectAttributeValues.map((value) =>
      readValue(value, known.isProject(id), users, groups),
    );
  }
  return {
    id: idOf(object.id, 'id'),
    typeId: idOf(object.objectType?.id, 'objectType.id'),
    key: text(object.objectKey, 'objectKey'),
    label: text(object.label, 'label'),
    created: text(object.created, 'created'),
    updated: text(object.updated, 'updated'),
    values,
  };
}

/** The form that can be written again. `displayValue` is never taken: it depends on who asks. */
function readValue(
  value: ApiValue,
  isProject: boolean,
  users: Map<string, User>,
  groups: Map<string, Group>,
): AttributeValue {
  if (value.referencedObject)
    return { object: idOf(value.referencedObject.id, 'referencedObject.id') };
  if (value.user) return readUser(value.user, value.value, users);
  if (value.group) {
    const name = text(value.group.name, 'group.name');
    if (!groups.has(name)) groups.set(name, { name });
    return { group: name };
  }
  if (value.status)
    return { status: idOf(value.status.id, 'status.id'), name: value.status.name ?? '' };
  if (value.project?.key)
    return {
      project: value.project.key,
      ...(value.project.name ? { name: value.project.name } : {}),
    };
  if (value.value !== undefined && value.value !== null)
    return isProject
      ? { project: String(value.value) }
      : { value: typeof value.value === 'string' ? value.value : String(value.value) };
  return {
    other: {
      searchValue: (value.searchValue ?? null) as JsonValue,
      additionalValue: (value.additionalValue ?? null) as JsonValue,
    },
  };
}

function readUser(user: ApiUser, value: unknown, users: Map<string, User>): AttributeValue {
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
