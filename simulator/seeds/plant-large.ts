import { itemAt } from '../kernel/item-at.ts';
import { hash } from '../kernel/random.ts';
import type { SimAttribute, Value } from '../site/records/model.ts';
import { ObjectStore } from '../site/content/object-store.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './planting/add-people.ts';
import { referenceId, statusId } from './planting/attribute-id.ts';

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

interface LargeType {
  id: number;
  /** Ids of its attributes. */
  name: number;
  texts: number[];
  notes: number;
  count: number;
  since: number;
  owner: number;
  state: number;
  dependsOn: number;
  /** Its objects have the ids from here on. */
  start: number;
  objects: number;
}

/** What the values of all objects name. */
interface Named {
  people: string[];
  status: number;
}

/**
 * One schema of ten types and as many objects as wished, each made as it is read, out of nothing
 * but its id.
 */
export function plantLarge(site: Site, objects: number): void {
  const people = addPeople(site, 200);
  for (let at = 0; at < 20; at += 1) site.groups.set(`group-${at}`, `group-id-${at}`);
  const schema = site.addSchema('Large', 'LARGE', 'A generated schema');
  const status = statusId(site, 'In Service');
  const types = addTypes(site, schema.id);
  const first = site.nextId();
  shareOut(types, first, objects);
  const named: Named = { people, status };
  const isById = site.numberOf(schema, first) === first;
  site.objects = new ObjectStore((id) => {
    const at = types.findLastIndex((type) => type.start <= id);
    const type = types[at];
    if (!type || id >= type.start + type.objects) return undefined;
    const next = itemAt(types, (at + 1) % TYPES);
    const values = valuesOf(site, id, { type, next, named });
    const when = site.past(id);
    const number = isById ? id : id - first + 1;
    return { id, typeId: type.id, number, created: when, updated: when, values };
  });
  for (const { id, start, objects: count } of types)
    site.objects.adopt(
      id,
      Array.from({ length: count }, (_none, index) => start + index),
    );
  site.reserveIds(first + objects);
  schema.nextNumber = objects + 1;
}

function addTypes(site: Site, schemaId: number): LargeType[] {
  const types = Array.from({ length: TYPES }, (_none, at) =>
    addType(site, site.addType(schemaId, `Type ${at + 1}`).id),
  );
  types.forEach((type, at) => {
    type.dependsOn = site.addAttribute(type.id, 'Depends on', {
      type: 1,
      referenceObjectTypeId: itemAt(types, (at + 1) % TYPES).id,
      referenceTypeId: referenceId(site, 'Link'),
    }).id;
  });
  return types;
}

function addType(site: Site, id: number): LargeType {
  const add = (name: string, extra: Partial<SimAttribute> = {}): number =>
    site.addAttribute(id, name, extra).id;
  return {
    id,
    name: site.labelAttributeOf(id).id,
    texts: ['Serial', 'Model', 'Vendor', 'Location'].map((name) => add(name)),
    notes: add('Notes', { defaultTypeId: 9 }),
    count: add('Count', { defaultTypeId: 1 }),
    since: add('Since', { defaultTypeId: 6 }),
    owner: add('Owner', { type: 2 }),
    state: add('State', { type: 7 }),
    dependsOn: 0,
    start: 0,
    objects: 0,
  };
}

/** The same number for each type, one more for the first ones where it does not come out even. */
function shareOut(types: LargeType[], first: number, objects: number): void {
  let start = first;
  types.forEach((type, at) => {
    type.start = start;
    type.objects = Math.floor(objects / TYPES) + (at < objects % TYPES ? 1 : 0);
    start += type.objects;
  });
}

function valuesOf(
  site: Site,
  id: number,
  { type, next, named }: { type: LargeType; next: LargeType; named: Named },
): Record<number, Value[]> {
  const mixed = hash(String(id));
  const values: Record<number, Value[]> = {
    [type.name]: [`${WORDS[mixed % 16]} ${id}`],
    [type.notes]: [[10, 11, 12, 13].map((salt) => textOf(id, salt)).join(' ')],
    [type.count]: [String(mixed % 1000)],
    [type.since]: [new Date(site.past(mixed)).toISOString()],
    [type.owner]: [{ user: itemAt(named.people, mixed % named.people.length) }],
    [type.state]: [{ status: named.status }],
  };
  type.texts.forEach((attribute, salt) => {
    values[attribute] = [textOf(id, salt)];
  });
  if (next.objects > 0) values[type.dependsOn] = [{ ref: next.start + (mixed % next.objects) }];
  return values;
}

function textOf(id: number, salt: number): string {
  const value = hash(`${id}/${salt}`);
  return `${WORDS[value % 16]}-${WORDS[(value >> 4) % 16]}-${value.toString(36)}`;
}
