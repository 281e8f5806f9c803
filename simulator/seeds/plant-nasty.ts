/** One schema with everything that a site may hold and a restore may trip over, and that can be written all the same, but for people who left. */
import { itemAt } from '../kernel/item-at.ts';
import { lookUp } from '../kernel/look-up.ts';
import { Random } from '../kernel/random.ts';
import type { SimAttribute, SimObject, SimType, Value } from '../site/model.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './add-people.ts';
import { attributeId, referenceId } from './attribute-id.ts';
import { Planter } from './planter.ts';

const TEXTS = [
  'plain',
  'x'.repeat(255),
  `${'😀'.repeat(127)}!`,
  '<b>bold</b> &amp; <script>alert("x")</script>',
  'quotes " \' ` „“ «»',
  'back\\slash \\" \\n',
  'zero\u200bwidth\u200d\ufeff',
  '\u202eright to left\u202c',
  'שלום עולם مرحبا',
  'e\u0301 is not \u00e9',
  '  spaces around  ',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  'null',
  'undefined',
  '0',
  '-1',
  'true',
  '=1+1',
  '{"json":[1]}',
  '${placeholder}',
  "'; DROP TABLE objects; --",
  'a,b;c|d',
  '%s %d %00',
  'NASTY-1',
  '../../etc/passwd',
  'Ǆ İ ı ß ﬃ',
];
const LINES = [
  'line one\nline two',
  'windows\r\nlines\r\n',
  '\ttabs\t',
  'y'.repeat(5_000),
  '<p>A <em>rich</em> text</p>\n<ul><li>with</li><li>a list</li></ul>',
  '\n\n',
];

export function plantNasty(site: Site): void {
  const planter = new Planter(site, new Random('nasty'));
  const people = addPeople(site, 30);
  for (const name of ['it-admins', 'facilities', 'group with "quotes", comma & ümlaut'])
    site.groups.set(name, `ba5e-${site.groups.size}`);
  site.icons.set('9e107d9d-372b-4b68-8d1e-3542a419d6aa', {
    id: '9e107d9d-372b-4b68-8d1e-3542a419d6aa',
    name: 'Our own icon',
  });
  const schema = site.addSchema(
    'Nasty "schema" <1> & Söhne',
    'NASTY',
    'Line one\nline two <b>&</b> "quotes"',
  );
  for (const [name, category] of [
    ['Active', 2],
    ['In quarantine', 0],
    ['"Quoted" <status> & so on...', 1],
  ] as const) {
    const id = site.nextId();
    site.statuses.set(id, {
      id,
      name,
      category,
      description: 'Of the schema',
      schemaId: schema.id,
    });
  }
  const chained = site.nextId();
  site.referenceTypes.set(chained, {
    id: chained,
    name: 'Chained to',
    description: 'Of the schema',
    color: 'ff0000',
    removable: true,
    schemaId: schema.id,
  });
  site.addType(schema.id, 'Nothing here', { description: 'No objects', iconId: '7' });
  const twins = plantEqual(planter, schema.id, chained);
  plantEverything(planter, schema.id, people, twins);
  plantRules(planter, schema.id);
  plantLabels(planter, schema.id);
  const leaves = plantInheritance(planter, schema.id, chained);
  plantFilters(planter, schema.id, twins, leaves);
}

/** Objects that only their references tell apart, and some that nothing does. */
function plantEqual(planter: Planter, schemaId: number, chained: number): SimObject[] {
  const { site } = planter;
  const twin = site.addType(schemaId, 'Twin', { iconId: '9e107d9d-372b-4b68-8d1e-3542a419d6aa' });
  site.addAttribute(twin.id, 'Colour');
  const pointer = site.addType(schemaId, 'Pointer "to" a/b');
  site.addAttribute(pointer.id, 'To', {
    type: 1,
    referenceObjectTypeId: twin.id,
    referenceTypeId: chained,
    maximum: -1,
  });
  const twins = Array.from({ length: 10 }, () =>
    planter.add(twin, { Name: 'Same', Colour: 'grey' }),
  );
  for (let at = 0; at < 6; at += 1)
    planter.add(pointer, {
      Name: at < 3 ? `Pointer ${at}` : 'Pointer',
      To: [{ ref: itemAt(twins, at).id }, ...(at % 2 ? [{ ref: itemAt(twins, at + 1).id }] : [])],
    });
  return twins;
}

function plantEverything(
  planter: Planter,
  schemaId: number,
  people: string[],
  twins: SimObject[],
): void {
  const { site } = planter;
  const type = site.addType(schemaId, 'Everything');
  const add = (name: string, extra: Partial<SimAttribute>): void =>
    void site.addAttribute(type.id, name, extra);
  add('Price, "net" / m² (€)', { defaultTypeId: 3, suffix: '€/m²', summable: true });
  add('Text', { description: 'A <b>text</b>' });
  add('Integer', { defaultTypeId: 1 });
  add('Boolean', { defaultTypeId: 2 });
  add('Date', { defaultTypeId: 4 });
  add('Time', { defaultTypeId: 5 });
  add('Date and time', { defaultTypeId: 6 });
  add('URL', { defaultTypeId: 7, additionalValue: 'DISABLED', maximum: -1 });
  add('Email', { defaultTypeId: 8, maximum: -1 });
  add('Textarea', { defaultTypeId: 9 });
  add('Select', { defaultTypeId: 10, options: 'red,green,"dark" blue,<none>', maximum: -1 });
  add('IP', { defaultTypeId: 11 });
  add('Reference', {
    type: 1,
    referenceObjectTypeId: itemAt(twins, 0).typeId,
    referenceTypeId: referenceId(site, 'Using'),
    maximum: -1,
  });
  add('User', { type: 2, additionalValue: 'HIDE_PROFILE' });
  add('Users', { type: 2, maximum: 5, typeValueMulti: ['facilities', 'it-admins'] });
  add('Page', { type: 3, additionalValue: 'SPACE' });
  add('Group', { type: 4, maximum: -1 });
  add('Version', { type: 5, maximum: -1 });
  add('Project', { type: 6, maximum: -1 });
  add('Status', { type: 7 });
  add('Hidden', { hidden: true });
  const statuses = [...site.statuses.values()];
  const whoLeft = [
    itemAt(people, 18),
    itemAt(people, 22),
    '712020:ffffffff-0000-4b7e-9a53-0242ac120002',
    'unknown',
  ];
  for (let at = 0; at < 40; at += 1) {
    const pick = <T>(items: readonly T[]): T => itemAt(items, at % items.length);
    planter.add(type, {
      Name: pick(TEXTS),
      Text: itemAt(TEXTS, (at * 3 + 1) % TEXTS.length),
      Integer: pick(['0', '-7', '2147483647']),
      Boolean: pick(['true', 'false']),
      Date: pick(['2024-02-29', '1970-01-01', '9999-12-31']),
      Time: pick(['00:00', '23:59']),
      'Date and time': pick(['2024-02-29T23:59:59.999Z', '1969-12-31T00:00:00.000Z']),
      'Price, "net" / m² (€)': pick(['0.1', '-12345.678', '1.0E10']),
      URL: [pick(['https://example.com/?a=1&b="2"#c', 'http://[::1]/']), 'https://example.com/ü'],
      Email: ['a+b@example.com', pick(['ü@example.com', 'x@y'])],
      Textarea: pick(LINES),
      Select: pick([['red'], ['"dark" blue', 'green'], ['<none>']]),
      IP: pick(['10.0.0.1', '2001:db8::1']),
      Reference:
        at % 3
          ? [{ ref: itemAt(twins, at % 8).id }, { ref: itemAt(twins, (at + 3) % 8).id }]
          : undefined,
      User: { user: at < 4 ? itemAt(whoLeft, at) : pick(people.slice(0, 18)) },
      Users:
        at % 4 === 1
          ? [{ user: itemAt(people, 0) }, { user: pick(whoLeft) }, { user: itemAt(people, 2) }]
          : undefined,
      Page: String(90_000 + at),
      Group: pick<Value[]>([
        [{ group: 'it-admins' }],
        [{ group: 'facilities' }, { group: 'group with "quotes", comma & ümlaut' }],
      ]),
      Version: [String(10_100 + (at % 3)), '10200'],
      Project: pick<Value[]>([[{ project: 'HELP' }], [{ project: 'OPS' }, { project: 'HELP' }]]),
      Status: { status: pick(statuses).id },
      Hidden: at % 2 ? `secret ${at}` : undefined,
    });
  }
  planter.add(type, { Name: 'Nothing but a name' });
}

/** Two unique attributes, required ones, patterns, cardinalities. */
function plantRules(planter: Planter, schemaId: number): void {
  const { site } = planter;
  const type = site.addType(schemaId, 'Strict');
  site.addAttribute(type.id, 'Number', { unique: true, minimum: 1, regex: 'S-\\d{3}' });
  site.addAttribute(type.id, 'Mail', { defaultTypeId: 8, unique: true, regex: '.+@example\\.com' });
  site.addAttribute(type.id, 'Colours', {
    defaultTypeId: 10,
    options: 'red,green,blue,black',
    minimum: 2,
    maximum: 3,
  });
  site.addAttribute(type.id, 'State', { type: 7, minimum: 1 });
  site.addAttribute(type.id, 'Parent', {
    type: 1,
    referenceObjectTypeId: type.id,
    referenceTypeId: referenceId(site, 'Reference'),
    minimum: 1,
  });
  const all = Array.from({ length: 24 }, (_none, at) =>
    planter.add(type, {
      Name: at % 2 ? 'Strict' : `Strict ${at}`,
      Number: `S-${100 + at}`,
      Mail: at % 3 ? `s${at}@example.com` : undefined,
      Colours: at % 2 ? ['red', 'black'] : ['green', 'blue', 'red'],
      State: planter.status('In quarantine'),
    }),
  );
  all.forEach((each, at) => {
    each.values[attributeId(site, type.id, 'Parent')] = [
      { ref: itemAt(all, at < 2 ? at : at - 2).id },
    ];
  });
}

/** The attribute "Name" has another name, and the label is another attribute. */
function plantLabels(planter: Planter, schemaId: number): void {
  const { site } = planter;
  const type = site.addType(schemaId, 'Umbenannt');
  site.changeAttribute(lookUp(site.attributes, attributeId(site, type.id, 'Name'), 'attribute'), {
    name: 'Bezeichnung',
  });
  site.addAttribute(type.id, 'Name', { description: 'Not the one that Assets made' });
  site.addAttribute(type.id, 'Kurzname', { label: true });
  for (let at = 0; at < 12; at += 1)
    planter.add(type, {
      Bezeichnung: `Langer Name ${at % 7}`,
      Name: `another ${at}`,
      ...(at % 5 === 4 ? {} : { Kurzname: `K${at % 3}` }),
    });
}

function plantInheritance(
  planter: Planter,
  schemaId: number,
  chained: number,
): { top: SimType; leaf: SimType; objects: SimObject[] } {
  const { site } = planter;
  const top = site.addType(schemaId, 'Thing', {
    inherited: true,
    abstract: true,
    description: 'Abstract',
  });
  site.addAttribute(top.id, 'Serial', { unique: true, minimum: 1 });
  site.addAttribute(top.id, 'Part of', {
    type: 1,
    referenceObjectTypeId: top.id,
    referenceTypeId: chained,
    includeChildren: true,
  });
  const device = site.addType(schemaId, 'Device', {
    parentId: top.id,
    inherited: true,
    abstract: true,
  });
  site.addAttribute(device.id, 'Power', { defaultTypeId: 1, suffix: 'W' });
  const sensor = site.addType(schemaId, 'Sensor', { parentId: device.id, inherited: true });
  site.addAttribute(sensor.id, 'Unit', { defaultTypeId: 10, options: '°C,hPa' });
  const leaf = site.addType(schemaId, 'Thermometer', { parentId: sensor.id });
  site.addAttribute(leaf.id, 'Code', { unique: true });
  const apart = site.addType(schemaId, 'Stands below, inherits nothing', { parentId: leaf.id });
  site.addAttribute(apart.id, 'Serial');
  const objects = Array.from({ length: 20 }, (_none, at) =>
    planter.add(at % 3 ? leaf : sensor, {
      Name: `Sensor ${at % 15}`,
      Serial: `T${at}`,
      Power: String(at),
      Unit: at % 2 ? '°C' : 'hPa',
      ...(at % 3 ? { Code: `c-${at}` } : {}),
    }),
  );
  objects.forEach((each, at) => {
    if (at > 0)
      each.values[attributeId(site, each.typeId, 'Part of')] = [
        { ref: itemAt(objects, Math.floor(at / 2)).id },
      ];
  });
  for (let at = 0; at < 3; at += 1) planter.add(apart, { Name: `Apart ${at}`, Serial: 'T1' });
  return { top, leaf, objects };
}

/** Filters that name types, objects and schemas by id, key and name, and texts that only look like them. */
function plantFilters(
  planter: Planter,
  schemaId: number,
  twins: SimObject[],
  { top, leaf, objects }: { top: SimType; leaf: SimType; objects: SimObject[] },
): void {
  const { site } = planter;
  const type = site.addType(schemaId, 'Filtered');
  const [key, id, other] = [
    site.keyOf(itemAt(objects, 1)),
    itemAt(objects, 2).id,
    itemAt(objects, 4).id,
  ];
  const filters = [
    `objectTypeId = ${leaf.id}`,
    `objectTypeId IN (${leaf.id}, ${top.id}) AND objectId IN (${id}, ${other})`,
    `Key = "${key}" OR Key IN (${key}, "${site.keyOf(itemAt(objects, 2))}")`,
    `objectType = "Thermometer" AND objectSchemaId = ${schemaId}`,
    `objectType IN objectTypeAndChildren("Thing")`,
    `objectType IN objectTypeAndChildren(${top.id})`,
    `(objectTypeId = ${leaf.id} AND NOT (Power > 3 OR objectId = ${id})) OR (Serial = "${id}" AND Name LIKE "${leaf.id}")`,
    `object HAVING outboundReferences(objectTypeId = ${leaf.id} AND Key = "${key}")`,
    `object NOT HAVING inboundReferences(objectId IN (${other}))`,
    `Name = "objectTypeId = ${leaf.id}" OR "Part of".Key = "${key}"`,
    `objectTypeId != ${itemAt(twins, 0).typeId} ORDER BY Name DESC`,
  ];
  filters.forEach((qlQuery, at) =>
    site.addAttribute(type.id, `Filter ${at + 1}`, {
      type: 1,
      referenceObjectTypeId: top.id,
      referenceTypeId: referenceId(site, 'Link'),
      includeChildren: true,
      maximum: -1,
      qlQuery,
    }),
  );
  for (let at = 0; at < 6; at += 1)
    planter.add(type, {
      Name: `Filtered ${at}`,
      'Filter 1': { ref: itemAt(objects, 1).id },
      'Filter 2': [{ ref: id }, { ref: other }].slice(0, 1 + (at % 2)),
    });
}
