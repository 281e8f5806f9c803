import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import { personId } from '../../../simulator/seeds/planting/add-people.ts';
import { isReference, type SimObject, type Value } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import { NEW_SCHEMA, RestoreRig } from './restore-rig.ts';

export const objectsOf = (site: Site, schemaId: number, type: string): SimObject[] =>
  site.objects
    .idsOfType(site.typesOf(schemaId).find((each) => each.name === type)!.id)
    .map((id) => site.objects.get(id)!);
export const valuesOf = (site: Site, object: SimObject, name: string): Value[] =>
  object.values[attributeId(site, object.typeId, name)] ?? [];

/** The smaller the schemas, the quicker the tests. */
function shrinkDemo(rig: RestoreRig, here: Site): void {
  const keepOnly = (name: string, most: number): void => {
    for (const type of here.typesOf(rig.schemaId(name)))
      for (const id of here.objects.idsOfType(type.id).slice(most))
        here.objects.remove(id, here.now());
  };
  for (const [name, most] of [
    ['People', 60],
    ['Computers', 30],
    ['Licences', 20],
  ] as const)
    keepOnly(name, most);
  for (const object of [...here.types.values()].flatMap((type) =>
    here.objects.idsOfType(type.id).map((id) => here.objects.get(id)!),
  ))
    for (const [id, list] of Object.entries(object.values))
      object.values[Number(id)] = list.filter(
        (value) => !isReference(value) || here.objects.get(value.ref),
      );
}

/** A demo site, another one to migrate to, and wishes of restores that go there. */
export async function migrationRig() {
  const rig = await RestoreRig.start([{ seed: 'demo' }, { seed: 'other' }]);
  await rig.work();
  const [here, there] = [rig.here.world.site, rig.there!.world.site];
  const to = (name: string, key: string, wish: Partial<RestoreWish> = {}): RestoreWish => ({
    ...NEW_SCHEMA,
    ...wish,
    targetId: rig.other!,
    schema: { name, key },
  });
  const again = (name: string, wish: Partial<RestoreWish> = {}): RestoreWish => ({
    ...NEW_SCHEMA,
    ...wish,
    targetId: rig.other!,
    schema: { id: String(rig.schemaId(name, rig.there!)) },
  });
  // Icons that do not exist are listed.
  rig.there!.settings.absent = { 'icon-upload': 404 };
  shrinkDemo(rig, here);
  there.users.get(personId(4))!.active = false;
  return { rig, here, there, to, again };
}
