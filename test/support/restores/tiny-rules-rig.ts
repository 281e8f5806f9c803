import { attributeId, referenceId } from '../../../simulator/seeds/planting/attribute-id.ts';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import type { SimAttribute, SimObject, SimType } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import { NEW_SCHEMA, RestoreRig } from './restore-rig.ts';

/**
 * A rig with the schema Tiny, whose offices have attributes with every rule that a definition can
 * have, and a backup of it.
 */
export async function tinyRulesRig() {
  const rig = await RestoreRig.start([{ seed: 'tiny' }]);
  await rig.work();
  const { site } = rig.here.world;
  const type = (name: string, schema = 'Tiny'): SimType =>
    site.typesOf(rig.schemaId(schema)).find((each) => each.name === name)!;
  const attribute = (typeName: string, name: string, schema = 'Tiny'): SimAttribute =>
    site.attributes.get(attributeId(site, type(typeName, schema).id, name))!;
  const objects = (name: string, schema = 'Tiny'): SimObject[] =>
    site.objects.idsOfType(type(name, schema).id).map((id) => site.objects.get(id)!);
  const into = (wish: Partial<RestoreWish> = {}, name = 'Tiny'): RestoreWish => ({
    ...NEW_SCHEMA,
    ...wish,
    schema: { id: String(rig.schemaId(name)) },
  });
  plantRules(site, type('Office').id);
  const backup = await rig.backUp('Tiny');
  const asBackedUp = canonicalSchema(site, rig.schemaId('Tiny'));
  return { rig, site, backup, asBackedUp, type, attribute, objects, into };
}

/** Everything of a definition that can be changed. */
function plantRules(site: Site, office: number): void {
  site.addAttribute(office, 'Size', {
    defaultTypeId: 10,
    options: 'small,large',
    maximum: 2,
    minimum: 1,
    description: 'How large',
  });
  site.addAttribute(office, 'Code', { regex: 'O-\\d+', unique: true });
  site.addAttribute(office, 'Rent', { defaultTypeId: 3, suffix: 'EUR', summable: true });
  site.addAttribute(office, 'Remark', { hidden: true });
  site.addAttribute(office, 'Moved from', {
    type: 1,
    referenceObjectTypeId: office,
    referenceTypeId: referenceId(site, 'Link'),
    minimum: 1,
  });
  const all = site.objects.idsOfType(office).map((id) => site.objects.get(id)!);
  const idOf = (name: string): number => attributeId(site, office, name);
  all.forEach((each, at) =>
    site.updateObject(each, {
      [idOf('Size')]: at % 2 ? ['small', 'large'] : ['large'],
      [idOf('Code')]: [`O-${at}`],
      [idOf('Rent')]: ['1000'],
      [idOf('Remark')]: ['quiet'],
      [idOf('Moved from')]: [{ ref: all[(at + 1) % all.length]!.id }],
    }),
  );
}
