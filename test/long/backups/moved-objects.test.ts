import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Site } from '../../../simulator/site/site.ts';
import { backUp, ok, plain, sync, verify } from '../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import { MongoRecordWriter } from '../../../src/storage/vault/write/mongo-record-writer.ts';
import { readBackup } from '../../support/backups/read-backup.ts';
import { bothKinds, type SourceOfKind } from '../../support/sites/both-kinds.ts';

const { running, admin, kinds } = await bothKinds('tiny');
const { drop } = MongoRecordWriter.prototype;

/** A schema with 20 objects of one type, one of another, and a reference to one that will move. */
function plant(site: Site, name: string, key: string): { from: number; to: number; ids: number[] } {
  const schema = site.addSchema(name, key);
  const [from, to] = [site.addType(schema.id, 'Used'), site.addType(schema.id, 'Retired')];
  const link = site.addAttribute(to.id, 'Follows', {
    type: 1,
    referenceTypeId: [...site.referenceTypes.keys()][0]!,
    referenceObjectTypeId: from.id,
  });
  const nameOf = (typeId: number): number => attributeId(site, typeId, 'Name');
  const ids = Array.from(
    { length: 20 },
    (_none, at) => site.addObject(from.id, { [nameOf(from.id)]: [`Used ${at}`] }).id,
  );
  site.addObject(to.id, { [nameOf(to.id)]: ['Retired'], [link.id]: [{ ref: ids[5]! }] });
  return { from: from.id, to: to.id, ids };
}

/** As the bulk action of Assets does: id and key stay. */
function move(site: Site, id: number, typeId: number): void {
  const object = site.objects.require(id);
  const values = {
    [attributeId(site, typeId, 'Name')]:
      object.values[attributeId(site, object.typeId, 'Name')] ?? [],
  };
  site.objects.remove(id, site.now());
  site.objects.put({ ...object, typeId, values, updated: site.now() }, site.now());
}

/** Moves the first three objects when the search is asked for the so manieth time. */
function moveAtSearch({ site: source }: SourceOfKind, at: number, ids: number[], typeId: number) {
  const { churn, site } = source.world;
  let searches = 0;
  churn.tick = () => {
    searches += 1;
    if (searches === at) for (const id of ids.slice(0, 3)) move(site, id, typeId);
  };
}

for (const source of kinds) {
  const { kind, place, schema } = source;
  const { world } = source.site;
  const { site } = world;
  const tick = world.churn.tick.bind(world.churn);
  afterEach(() => {
    world.churn.tick = tick;
    MongoRecordWriter.prototype.drop = drop;
  });

  const backUpNamed = async (name: string) => {
    await sync(admin);
    return backUp(admin, await schema(name));
  };

  for (const at of [3, 4, 5, 6])
    test(`${kind}: objects that move to another type before search ${at} of a backup are in it once, and are restored once`, async () => {
      const { to, ids } = plant(site, `Moving ${at}`, `MOVE${at}`);
      moveAtSearch(source, at, ids, to);
      const backup = await backUpNamed(`Moving ${at}`);
      assert.equal(backup.objects, '21');
      const records = (await readBackup(running, backup.backupId)).filter(
        (record) => record.kind === 'object',
      );
      const moved = records.filter(({ id }) => ids.slice(0, 3).includes(Number(id)));
      assert.deepEqual(
        moved.map(({ type }) => type),
        [to, to, to].map(String),
      );
      await verify(admin, backup.backupId);
      const plan = await planRestore(admin, backup.backupId, place);
      const { id, sums } = await runRestore(admin, plan.id);
      assert.equal(sums['Created'], '21');
      await checkRestore(admin, id);
    });

  test(`${kind}: a backup of an earlier version that holds objects twice is named by Verify, can be looked into, and is restored with each object once`, async () => {
    const { from, to, ids } = plant(site, 'Doubled', 'DOUBLED');
    moveAtSearch(source, 5, ids, to);
    MongoRecordWriter.prototype.drop = async () => undefined; // as if it had not looked for them
    const backup = await backUpNamed('Doubled');
    MongoRecordWriter.prototype.drop = drop;
    assert.equal(backup.objects, '24', 'the three that moved, twice');

    await assert.rejects(verify(admin, backup.backupId), /3 damaged/);
    const { html } = await admin.get(`/app/backups/${backup.backupId}`);
    assert.match(
      plain(html),
      new RegExp(`object ${ids[0]} "Used 0": it is listed under the types ${from} and ${to}`),
    );

    const contents = `/app/backups/${backup.backupId}/contents`;
    ok('Browse', await admin.get(contents));
    for (const type of [from, to]) {
      ok('A type', await admin.get(`${contents}/${type}`));
      ok('An object', await admin.get(`${contents}/${type}/${ids[0]}`));
    }

    const plan = await planRestore(admin, backup.backupId, place);
    const { id, sums } = await runRestore(admin, plan.id, undefined, 60_000);
    assert.equal(sums['Created'], '21');
    await checkRestore(admin, id);
    const restored = [...site.schemas.values()].find(({ key }) => key === plan.key)!;
    const typeNamed = (name: string) =>
      site.typesOf(restored.id).find((type) => type.name === name)!.id;
    assert.equal(site.objects.idsOfType(typeNamed('Used')).length, 17);
    assert.equal(
      site.objects.idsOfType(typeNamed('Retired')).length,
      4,
      'where they were moved to',
    );
  });
}
