import { z } from 'zod';
import type { AttributeValue } from '../assets/model/attribute-value.ts';
import { readSiteThing } from '../assets/stored/read-site-thing.ts';
import { asMembers } from '../kernel/json/field-forms.ts';
import type { BackupRecord } from '../storages/records/backup-record.ts';
import type { SnapshotObject } from './snapshot.ts';

const Body = z.object({
  id: z.string(),
  typeId: z.string(),
  key: z.string(),
  label: z.string(),
  /** Their own form was checked when they were read from the site. */
  values: z.custom<Record<string, AttributeValue[]>>(
    (values) => typeof values === 'object' && values !== null,
  ),
});

/** The object of a record. @throws ZodError when the record is none of an object */
export function objectOf({ body }: BackupRecord): SnapshotObject {
  const object = withContent(Body.parse(body));
  return isAllKnown(object) ? object : { ...object, values: knownValues(object.values) };
}

const isAllKnown = ({ values }: Pick<SnapshotObject, 'values'>): boolean =>
  Object.values(values).every((list) => list.every((value) => !('other' in value)));

/** Versions and pages that an earlier version of this product kept as they came. */
const knownValues = (values: SnapshotObject['values']): SnapshotObject['values'] =>
  Object.fromEntries(
    Object.entries(values).map(([id, list]) => [
      id,
      list.map((value) =>
        'other' in value ? (readSiteThing(asMembers(value.other) ?? {}) ?? value) : value,
      ),
    ]),
  );

/** The same object without values that have no content; itself where all have. */
export function withContent<T extends SnapshotObject>(object: T): T {
  const lists = Object.entries(object.values);
  if (lists.every(([, list]) => list.length > 0 && !list.some(isWithoutContent))) return object;
  const full = lists
    .map(([id, list]) => [id, list.filter((value) => !isWithoutContent(value))] as const)
    .filter(([, list]) => list.length > 0);
  return { ...object, values: Object.fromEntries(full) };
}

/** Such as is left of a reference whose object was deleted. */
function isWithoutContent(value: AttributeValue): boolean {
  return (
    'other' in value &&
    value.other !== null &&
    typeof value.other === 'object' &&
    Object.values(value.other).every((part) => part === null || part === '')
  );
}
