import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPng } from '../../../simulator/kernel/draw-png.ts';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const KINDS = { 'a Cloud site': 'cloud', 'a Data Center': 'data-center' } as const;

for (const [kind, platform] of Object.entries(KINDS)) {
  const rig = await RestoreRig.start([{ seed: 'tiny', platform }]);
  await rig.work();
  const site = rig.here.world.site;
  const office = site.typesOf(rig.schemaId('Tiny')).find(({ name }) => name === 'Office')!;
  const [first, second] = site.objects.idsOfType(office.id).map((id) => site.objects.require(id));
  const picture = drawPng('a picture', 288);
  const show = (object: typeof first): void => {
    const now = site.now();
    site.objects.put({ ...object!, avatar: picture, updated: object!.updated + 1 }, now);
  };
  const calls = (): number =>
    Object.entries(rig.here.world.stats.json.byTemplate)
      .filter(([template]) => template.endsWith('/avatar.png'))
      .reduce((sum, [, { calls: made }]) => sum + made, 0);
  const partOf = async (id: RunId) =>
    (await rig.stores.backups.get(rig.tenant, id)).parts.find(({ name }) => name === 'avatars')!;

  test(`avatars of ${kind} are read byte for byte, stored once, and not asked for again`, async () => {
    show(first);
    show(second);
    const id = await rig.backUp('Tiny', ['avatars']);
    assert.deepEqual((await partOf(id)).counts, { avatar: 2, avatarFile: 1 });
    const backup = await rig.stores.backups.get(rig.tenant, id);
    const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
    assert.deepEqual((await vault.verify(backup, {})).damage, []);
    for await (const { body } of (await vault.openReader(backup)).records({ kind: 'avatarFile' }))
      assert.ok(Buffer.from(body as Uint8Array).equals(picture));
    assert.equal(calls(), 2);
    const { typeId, id: objectId } = first!;
    const owner = [String(typeId), String(objectId)] as const;
    const { avatar } = await rig.contents.object(rig.tenant, id, ...owner);
    assert.deepEqual(avatar, { type: 'image/png', bytes: new Uint8Array(picture) });
    const again = await rig.backUp('Tiny', ['avatars']);
    assert.deepEqual((await partOf(again)).counts, { avatar: 2, avatarFile: 1 });
    assert.equal(calls(), 2);
    const { plan } = await rig.plan(again, { ...NEW_SCHEMA, schema: { name: 'New', key: 'NEW' } });
    assert.ok(plan.notes.some((note) => note.includes('2 avatars of objects')));
  });

  test(`an avatar of ${kind} that may hold scripts is kept byte for byte, and not shown`, async () => {
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    const changed = site.objects.require(first!.id);
    site.objects.put({ ...changed, avatar: drawing, updated: changed.updated + 1 }, site.now());
    const id = await rig.backUp('Tiny', ['avatars']);
    assert.deepEqual((await partOf(id)).counts, { avatar: 2, avatarFile: 2 });
    const backup = await rig.stores.backups.get(rig.tenant, id);
    const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
    const kept: Buffer[] = [];
    for await (const { body } of (await vault.openReader(backup)).records({ kind: 'avatarFile' }))
      kept.push(Buffer.from(body as Uint8Array));
    assert.ok(kept.some((bytes) => bytes.equals(drawing)));
    const owner = [String(first!.typeId), String(first!.id)] as const;
    const { avatar } = await rig.contents.object(rig.tenant, id, ...owner);
    assert.equal(avatar, 'of another type');
  });

  test(`${kind} that does not give avatars has backups without them, with the reason`, async () => {
    for (const answer of ABSENCES) {
      for (const id of site.objects.idsOfType(office.id).slice(0, 2))
        show(site.objects.require(id));
      rig.here.settings.absent = { 'avatar-bytes': answer };
      const { status, message } = await partOf(await rig.backUp('Tiny', ['avatars']));
      assert.equal(status, 'unavailable');
      assert.match(message ?? '', answer === 'odd' ? /is no picture/ : new RegExp(String(answer)));
    }
  });
}
