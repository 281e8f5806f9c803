import type { OddMembers, SimType, Value } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { referenceId, statusId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

/** Definitions in other words than usual, with null for what is missing, or of another type. */
export function plantDefinitions(planter: Planter): void {
  const { site } = planter;
  const schema = site.addSchema('Odd definitions', 'DEFS', '', {
    odd: { description: null, objectCount: '19', idAsInt: 7, created: null },
  });
  const parent = site.addType(schema.id, 'Parent', {
    inherited: true,
    odd: { description: null, icon: undefined, position: '0', parentObjectTypeId: 'null' },
  });
  const child = site.addType(schema.id, 'Child', {
    parentId: parent.id,
    odd: { parentObjectTypeId: parent.id, objectCount: null, abstractObjectType: null },
  });
  addReferences(site, parent);
  addAllowed(site, parent);
  addRules(site, parent);
  for (let at = 0; at < 6; at += 1)
    planter.add(at % 2 ? parent : child, { Name: `Usual ${at + 1}`, ...valuesOf(planter, at) });
  plantHeldValues(planter, child);
}

/** References whose type, filter or target is told otherwise. */
function addReferences(site: Site, type: SimType): void {
  const add = (name: string, qlQuery: string | undefined, odd: OddMembers): void => {
    site.addAttribute(type.id, name, {
      type: 1,
      referenceObjectTypeId: type.id,
      referenceTypeId: referenceId(site, 'Depends'),
      includeChildren: true,
      maximum: -1,
      ...(qlQuery === undefined ? {} : { qlQuery }),
      odd,
    });
  };
  add('Without a type', undefined, { type: undefined, defaultType: null });
  add('Target is a number', undefined, { referenceObjectTypeId: type.id });
  add('Filter is iql', 'Name == "Usual 1"', { qlQuery: undefined });
  add('Filter is empty', undefined, { qlQuery: null, iql: '' });
  for (const [at, filter] of [
    'object HAVING inR(Name = "Usual 1", refTypes IN ("Depends"))',
    'outR(Name STARTSWITH "Usual") AND Created > startOfDay(-1w)',
    'Person = currentUser() OR Person IN user("person3@example.com")',
    'Person IN group("facilities")',
  ].entries())
    add(`Filter ${at + 1}`, filter, {});
}

/** Attributes that only allow some statuses or members of some groups. */
function addAllowed(site: Site, { id, schemaId }: SimType): void {
  const own = site.nextId();
  site.statuses.set(own, {
    id: own,
    name: 'Only allowed',
    category: 2,
    description: '',
    schemaId,
    odd: { description: null },
  });
  site.addAttribute(id, 'State', {
    type: 7,
    typeValueMulti: [String(statusId(site, 'Running')), String(own)],
  });
  site.addAttribute(id, 'Person', { type: 2, typeValueMulti: ['facilities'], maximum: -1 });
}

/** Rules that we read otherwise than the site does, and numbers that come as texts. */
function addRules(site: Site, { id }: SimType): void {
  site.addAttribute(id, 'Code', {
    regex: '\\p{Upper}{2}-\\d++',
    odd: { minimumCardinality: '0', maximumCardinality: '1', position: null },
  });
  site.addAttribute(id, 'Slow', { regex: '(a+)+' });
  site.addAttribute(id, 'Size', {
    defaultTypeId: 10,
    options: 'small,"large, or larger",medium',
    odd: { typeValueMulti: null, suffix: null, regexValidation: '', unknown: { member: [1] } },
  });
  site.addAttribute(id, 'Address', { defaultTypeId: 11 });
}

const valuesOf = (planter: Planter, at: number): Record<string, Value> => ({
  State: planter.status(at % 2 ? 'Running' : 'Only allowed'),
  Code: `AB-${at}`,
  Slow: 'aaaa',
  Size: 'small',
});

/** What the site holds from before its rules, and would not take today. */
function plantHeldValues(planter: Planter, type: SimType): void {
  const held: Record<string, Value>[] = [
    { Name: 'n'.repeat(300) },
    { Name: 'Pattern', Code: 'not as the pattern says' },
    { Name: 'Slow pattern', Slow: `${'a'.repeat(40)}!` },
    { Name: 'Option that is gone', Size: 'huge' },
    { Name: 'IPv6', Address: '2001:db8::1' },
  ];
  for (const values of held) planter.add(type, values);
}
