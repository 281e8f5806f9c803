import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import type { SimObject, SimType, Value } from '../../../simulator/site/records/model.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import { NEW_SCHEMA, RestoreRig } from './restore-rig.ts';

/** A rig with the schema Tiny and a backup of it, and what tests do to its objects by hand. */
export async function tinyRig() {
  const rig = await RestoreRig.start([{ seed: 'tiny' }]);
  await rig.work();
  const { here } = rig;
  const { site } = here.world;
  const backup = await rig.backUp('Tiny');
  const type = (name: string, schema = 'Tiny'): SimType =>
    site.typesOf(rig.schemaId(schema)).find((each) => each.name === name)!;
  const objects = (name: string, schema = 'Tiny'): SimObject[] =>
    site.objects.idsOfType(type(name, schema).id).map((id) => site.objects.get(id)!);
  const labelled = (label: string, schema = 'Tiny'): SimObject =>
    ['City', 'Office']
      .flatMap((name) => objects(name, schema))
      .find((each) => site.labelOf(each) === label)!;
  const attribute = (object: SimObject, name: string): number =>
    attributeId(site, object.typeId, name);
  const valuesOf = (object: SimObject, name: string): Value[] =>
    site.objects.get(object.id)!.values[attribute(object, name)] ?? [];
  const set = (object: SimObject, name: string, values: Value[]): void => {
    site.updateObject(site.objects.get(object.id)!, { [attribute(object, name)]: values });
  };
  const into = (name: string, wish: Partial<RestoreWish> = {}): RestoreWish => ({
    ...NEW_SCHEMA,
    ...wish,
    schema: { id: String(rig.schemaId(name)) },
  });
  return { rig, here, site, backup, type, objects, labelled, attribute, valuesOf, set, into };
}
