import { itemAt } from '../../kernel/item-at.ts';
import type { SimAttribute, SimObject, SimType, Value } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

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

const UNKNOWN_PERSON = '712020:ffffffff-0000-4b7e-9a53-0242ac120002';

/** An object of the type: some of its values are people and other objects. */
interface Material {
  people: string[];
  /** Some are no longer at the site. */
  whoLeft: string[];
  twins: SimObject[];
  statusIds: number[];
}

/** Forty objects that have a value of every kind, and one that has none. */
export function plantEverything(
  planter: Planter,
  schemaId: number,
  { people, twins }: { people: string[]; twins: SimObject[] },
): void {
  const { site } = planter;
  const type = addType(site, schemaId, itemAt(twins, 0).typeId);
  const whoLeft = [itemAt(people, 18), itemAt(people, 22), UNKNOWN_PERSON, 'unknown'];
  const material = { people, twins, whoLeft, statusIds: [...site.statuses.keys()] };
  for (let at = 0; at < 40; at += 1)
    planter.add(type, { ...textsOf(at), ...namesOf(at, material) });
  planter.add(type, { Name: 'Nothing but a name' });
}

function addType(site: Site, schemaId: number, twinTypeId: number): SimType {
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
    referenceObjectTypeId: twinTypeId,
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
  return type;
}

/** Values that are nothing but texts. */
function textsOf(at: number): Record<string, Value | Value[]> {
  const pick = <T>(items: readonly T[]): T => itemAt(items, at % items.length);
  return {
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
    IP: pick(['10.0.0.1', '255.255.255.255']),
  };
}

/** Values that name people, objects and other things of the site. */
function namesOf(
  at: number,
  { people, twins, whoLeft, statusIds }: Material,
): Record<string, Value | Value[] | undefined> {
  const pick = <T>(items: readonly T[]): T => itemAt(items, at % items.length);
  return {
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
    Status: { status: pick(statusIds) },
    Hidden: at % 2 ? `secret ${at}` : undefined,
  };
}
