import type { AssetsObject } from '../../../../core/assets/model/assets-object.ts';
import type { ObjectPage } from '../../../../core/assets/ports/pages/object-page.ts';
import type { TypeOf } from '../../../../core/assets/ports/pages/type-of.ts';
import { asId, asItems, asMembers } from '../../../../core/kernel/json/field-forms.ts';
import type { Steps } from '../../../../core/kernel/loops/steps.ts';
import { UnparsedItem, type JsonList } from '../../../http/json-list.ts';
import { unexpected } from '../../../http/read-answer.ts';
import { isLastPage, itemsOf } from './api-object.ts';
import type { KnownAttributes } from './known-attributes.ts';
import { objectIdOf, readObject, type ObjectReading } from './read-object.ts';
import { ShapeError } from './shape-error.ts';

/** Characters of what a site calls a thing, in a report. */
const MAX_SHOWN = 100;

interface PageReading {
  endpoint: string;
  known: KnownAttributes;
  /** Absent: an object without a type is unreadable. */
  typeOf?: TypeOf | undefined;
  /** Ids of objects that aren't JSON, or empty texts; filled on the way. */
  broken?: Set<string> | undefined;
}

/**
 * A page of objects. An object that cannot be understood is reported, and the page continues.
 * @throws Unavailable `unexpected-answer` when it is no page at all
 */
export function* readObjectPage(
  { rest, items }: JsonList,
  { endpoint, known, typeOf, broken }: PageReading,
): Steps<ObjectPage> {
  const page = asMembers(rest);
  if (!page || !itemsOf(page)) throw unexpected(endpoint, 'values');
  for (const attribute of asItems(page['objectTypeAttributes']))
    known.learn(asMembers(attribute) ?? {});
  const reading: ObjectReading = { known, typeOf, users: new Map(), groups: new Map(), odd: [] };
  const objects: AssetsObject[] = [];
  const unreadable: ObjectPage['unreadable'] = [];
  for (const item of items) {
    const read = readItem(item, reading);
    if ('reason' in read) unreadable.push(read);
    else objects.push(read);
    if (item instanceof UnparsedItem) broken?.add(item.firstId ?? '');
    yield;
  }
  return {
    objects,
    users: [...reading.users.values()],
    groups: [...reading.groups.values()],
    odd: reading.odd,
    last: isLastPage(page),
    unreadable,
  };
}

/** The object, or why it cannot be read. */
function readItem(
  item: unknown,
  reading: ObjectReading,
): AssetsObject | ObjectPage['unreadable'][number] {
  if (item instanceof UnparsedItem)
    return { id: item.firstId ?? '', reason: "the site sent it as what isn't JSON" };
  const object = asMembers(item) ?? {};
  try {
    return readObject(object, reading);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return {
      id: objectIdOf(object) ?? (asId(object['objectKey']) ?? '').slice(0, MAX_SHOWN),
      reason: `its ${error.message} is missing or in an unknown format`,
    };
  }
}
