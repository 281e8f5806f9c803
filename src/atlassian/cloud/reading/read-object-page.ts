import type { AssetsObject } from '../../../core/assets/model/assets-object.ts';
import type { ObjectPage } from '../../../core/assets/ports/object-page.ts';
import type { JsonList } from '../../http/json-list.ts';
import { unexpected } from '../../http/read-answer.ts';
import { isLastPage, type ApiObject, type ApiObjectPage } from './api-object.ts';
import type { KnownAttributes } from './known-attributes.ts';
import { readObject, type ObjectReading } from './read-object.ts';
import { ShapeError } from './shape-error.ts';

/**
 * A page of objects. An object that cannot be understood is reported, and the page goes on.
 * @throws Unavailable `unexpected-answer` when it is no page at all
 */
export function readObjectPage(
  { rest, items }: JsonList,
  endpoint: string,
  known: KnownAttributes,
): ObjectPage {
  const page = rest as ApiObjectPage | null;
  if (!page || !Array.isArray(page.values)) throw unexpected(endpoint, 'values');
  for (const attribute of page.objectTypeAttributes ?? []) known.learn(attribute);
  const reading: ObjectReading = { known, users: new Map(), groups: new Map() };
  const objects: AssetsObject[] = [];
  const unreadable: ObjectPage['unreadable'] = [];
  for (const item of items) {
    const object = item as ApiObject | null;
    try {
      objects.push(readObject(object ?? {}, reading));
    } catch (error) {
      unreadable.push({ id: idForReport(object), reason: reasonOf(error) });
    }
  }
  return {
    objects,
    users: [...reading.users.values()],
    groups: [...reading.groups.values()],
    last: isLastPage(page),
    unreadable,
  };
}

function idForReport(object: ApiObject | null): string {
  const id = object?.id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : 'without id';
}

const reasonOf = (error: unknown): string =>
  error instanceof ShapeError
    ? `its ${error.message} has an unknown shape`
    : 'it has an unknown shape';
