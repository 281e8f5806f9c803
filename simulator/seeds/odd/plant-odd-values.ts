import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject, SimType, Value } from '../../site/records/model.ts';
import { referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

const odd = (value: unknown): Value => ({ odd: value });

/** Values that name nobody, nothing, or what no reader knows, by the attribute they stand in. */
const ODD_VALUES: Record<string, Value[]> = {
  Person: [
    odd({ user: { displayName: 'Former user', isDeleted: true } }),
    odd({ user: {}, value: null }),
    odd({ user: { key: null }, value: null, displayValue: 'Hidden' }),
    odd({ user: { name: 'ivan', avatarUrl: 'x' }, displayValue: 'Ivan' }),
  ],
  Group: [odd({ group: {} }), odd({ group: { name: null }, displayValue: 'gone' })],
  State: [
    odd({ status: { name: 'Active', category: 1 }, displayValue: 'Active' }),
    odd({ status: {}, searchValue: 'Lost' }),
    odd({ status: { id: null, name: null } }),
  ],
  Other: [
    odd({ referencedObject: { label: 'T14' }, referencedType: true }),
    odd({ referencedObject: null, displayValue: '', searchValue: '', referencedType: true }),
    odd(null),
  ],
  Page: [
    odd({
      confluencePage: { id: '65601', title: 'Runbook', url: 'https://wiki.example.com/x/1' },
      displayValue: 'Runbook',
      searchValue: '65601',
    }),
    odd({ confluencePage: { title: 'Untitled', url: null } }),
  ],
  Version: [odd({ version: { id: 10_010, name: '1.2' }, searchValue: '10010' })],
  Project: [
    odd({ project: { id: 10_000, key: 'OPS', name: 'Operations', url: 'x' } }),
    odd({ project: { id: 10_001, name: 'Without a key' } }),
  ],
  Text: [
    odd({ value: 42 }),
    odd({ value: false, displayValue: 'false' }),
    odd({ value: 'plain', additionalValue: 'and more', searchValue: 'plain' }),
    odd({ bitbucketRepository: { uuid: '{1b2c}', name: 'infra' }, displayValue: 'infra' }),
    odd({ value: { nested: ['in', { a: 'text' }] } }),
    odd({}),
    odd('a bare text'),
  ],
};

/** Objects with one odd value each among usual ones, and objects that are odd themselves. */
export function plantOddValues(planter: Planter, people: string[]): void {
  const { site } = planter;
  const schema = site.addSchema('Odd values', 'ODD', 'One of each');
  const type = addType(planter, schema.id);
  const usual = Array.from({ length: 8 }, (_none, at) =>
    planter.add(type, usualValues(planter, `Usual ${at + 1}`, people)),
  );
  for (const [name, values] of Object.entries(ODD_VALUES))
    for (const [at, value] of values.entries())
      planter.add(type, {
        ...usualValues(planter, `${name} ${at + 1}`, people),
        Link: { ref: itemAt(usual, at).id },
        [name]: [value],
      });
  plantOddObjects(planter, type, people);
}

function addType({ site }: Planter, schemaId: number): SimType {
  const type = site.addType(schemaId, 'Thing');
  const reference = {
    type: 1,
    referenceObjectTypeId: type.id,
    referenceTypeId: referenceId(site, 'Link'),
    maximum: -1,
  };
  site.addAttribute(type.id, 'Link', reference);
  site.addAttribute(type.id, 'Other', reference);
  site.addAttribute(type.id, 'Person', { type: 2, maximum: -1 });
  site.addAttribute(type.id, 'Group', { type: 4, maximum: -1 });
  site.addAttribute(type.id, 'State', { type: 7, maximum: -1 });
  site.addAttribute(type.id, 'Page', { type: 3, maximum: -1 });
  site.addAttribute(type.id, 'Version', { type: 5, maximum: -1 });
  site.addAttribute(type.id, 'Project', { type: 6, maximum: -1 });
  site.addAttribute(type.id, 'Text', { defaultTypeId: 9, maximum: -1 });
  site.addAttribute(type.id, 'Notes', { defaultTypeId: 9, maximum: -1 });
  return type;
}

const usualValues = (
  planter: Planter,
  name: string,
  people: string[],
): Record<string, Value | Value[]> => ({
  Name: name,
  Person: { user: itemAt(people, 2) },
  Group: { group: 'it-admins' },
  State: planter.status('Running'),
  Notes: `All of ${name} is usual but for one value`,
});

/** Members around the values that are missing, null or of another type. */
function plantOddObjects(planter: Planter, type: SimType, people: string[]): void {
  const strange: [string, SimObject['odd']][] = [
    ['No label', { label: undefined, name: undefined }],
    ['Label is null', { label: null }],
    ['Dates are missing', { created: undefined, updated: null }],
    ['Dates have an offset', { created: '2026-09-08T09:46:32.609+0300' }],
    ['Unknown members', { extendedInfo: { openIssuesExists: false }, archived: null }],
    ['Links are null', { _links: null, avatar: null, hasAvatar: 'false', timestamp: '7' }],
  ];
  for (const [name, members] of strange) {
    const object = planter.add(type, usualValues(planter, name, people));
    if (members) object.odd = members;
  }
}
