import { Random } from '../kernel/random.ts';
import type { Site } from '../site/site.ts';
import { plantEqual } from './nasty/plant-equal.ts';
import { plantEverything } from './nasty/plant-everything.ts';
import { plantFilters } from './nasty/plant-filters.ts';
import { plantInheritance } from './nasty/plant-inheritance.ts';
import { plantLabels } from './nasty/plant-labels.ts';
import { plantRules } from './nasty/plant-rules.ts';
import { addPeople } from './planting/add-people.ts';
import { Planter } from './planting/planter.ts';

/**
 * One schema with everything that a site may hold and a restore may trip over, and that can be
 * written anyway, but for people who left.
 */
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
  addOwnStatuses(site, schema.id);
  const chained = addOwnReferenceType(site, schema.id);
  site.addType(schema.id, 'Nothing here', { description: 'No objects', iconId: '7' });
  const twins = plantEqual(planter, schema.id, chained);
  plantEverything(planter, schema.id, { people, twins });
  plantRules(planter, schema.id);
  plantLabels(planter, schema.id);
  const leaves = plantInheritance(planter, schema.id, chained);
  plantFilters(planter, schema.id, twins, leaves);
}

function addOwnStatuses(site: Site, schemaId: number): void {
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
      schemaId,
    });
  }
}

/** Returns its id. */
function addOwnReferenceType(site: Site, schemaId: number): number {
  const id = site.nextId();
  site.referenceTypes.set(id, {
    id,
    name: 'Chained to',
    description: 'Of the schema',
    color: 'ff0000',
    removable: true,
    schemaId,
  });
  return id;
}
