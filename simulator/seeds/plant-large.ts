import { itemAt } from '../kernel/item-at.ts';
import { hash } from '../kernel/random.ts';
import type { SimObject, Value } from '../site/model.ts';
import { ObjectStore } from '../site/object-store.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './add-people.ts';
import { referenceId, statusId } from './attribute-id.ts';

const TYPES = 10;
const WORDS = [
  'server',
  'rack',
  'router',
  'switch',
  'laptop',
  'monitor',
  'desk',
  'badge',
  'phone',
  'printer',
  'camera',
  'sensor',
  'panel',
  'cable',
  'battery',
  'antenna',
];

/** One schema of ten types and as many objects as wished, each made as it is read, out of nothing but its id. */
export function plantLarge(site: Site, objects: number): void {
  const people = addPeople(site, 200);
  for (let at = 0; at < 20; at += 1) site.groups.set(`group-${at}`, `group-id-${at}`);
  const schema = site.addSchema('Large', 'LARGE', 'A generated schema');
  const link = referenceId(site, 'Link');
  const status = statusId(site, 'In Service');
  const types = Array.from({ length: TYPES }, (_none, at) => {
    const type = site.addType(schema.id, `Type ${at + 1}`);
    const name = site.labelAttributeOf(type.id).id;
    const texts = ['Serial', 'Model', 'Vendor', 'Location'].map(
      (text) => site.addAttribute(type.id, text).id,
    );
    const notes = site.addAttribute(type.id, 'Notes', { defaultTypeId: 9 }).id;
    const count = site.addAttribute(type.id, 'Count', { defaultTypeId: 1 }).id;
    const since = site.addAttribute(type.id, 'Since', { defaultTypeId: 6 }).id;
    const owner = site.addAttribute(type.id, 'Owner', { type: 2 }).id;
    const state = site.addAttribute(type.id, 'State', { type: 7 }).id;
    return { id: type.id, name, texts, notes, count, since, owner, state, ref: 0 };
  });
  types.forEach((type, at) => {
    type.ref = site.addAttribute(type.id, 'Depends on', {
      type: 1,
      referenceObjectTypeId: itemAt(types, (at + 1) % TYPES).id,
      referenceTypeId: link,
    }).id;
  });
  const first = site.nextId();
  const perType = Math.floor(objects / TYPES);
  const counts = types.map((_type, at) => perType + (at < objects % TYPES ? 1 : 0));
  const starts = counts.map(
    (_count, at) => first + counts.slice(0, at).reduce((sum, count) => sum + count, 0),
  );
  const text = (id: number, salt: number): string => {
    const value = hash(`${id}/${salt}`);
    return `${WORDS[value % 16]}-${WORDS[(value >> 4) % 16]}-${value.toString(36)}`;
  };
  const generate = (id: number): SimObject | undefined => {
    const at = starts.findLastIndex((start) => start <= id);
    const type = types[at];
    if (!type || id >= itemAt(starts, at) + itemAt(counts, at)) return undefined;
    const mixed = hash(String(id));
    const values: Record<number, Value[]> = {
      [type.name]: [`${WORDS[mixed % 16]} ${id}`],
      [type.notes]: [`${text(id, 10)} ${text(id, 11)} ${text(id, 12)} ${text(id, 13)}`],
      [type.count]: [String(mixed % 1000)],
      [type.since]: [new Date(site.past(mixed)).toISOString()],
      [type.owner]: [{ user: itemAt(people, mixed % people.length) }],
      [type.state]: [{ status }],
    };
    type.texts.forEach((attribute, salt) => {
      values[attribute] = [text(id, salt)];
    });
    const next = (at + 1) % TYPES;
    if (itemAt(counts, next) > 0)
      values[type.ref] = [{ ref: itemAt(starts, next) + (mixed % itemAt(counts, next)) }];
    return {
      id,
      typeId: type.id,
      number: id - first + 1,
      created: site.past(id),
      updated: site.past(id),
      values,
    };
  };
  site.objects = new ObjectStore(generate);
  types.forEach((type, at) =>
    site.objects.adopt(
      type.id,
      Array.from({ length: itemAt(counts, at) }, (_none, index) => itemAt(starts, at) + index),
    ),
  );
  site.reserveIds(first + objects);
  schema.nextNumber = objects + 1;
}
