/** What people said below objects of a Data Center, and the files that they attached. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf, generatedContent } from '../../../simulator/media/media-content.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import type { HeldPart } from '../../../src/core/backups/held-part.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { attachFile, storedFiles } from '../../support/sites/attach-file.ts';
import { objectsOf } from '../../support/restores/migration-rig.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const SERVERS = 12;
const PARTS = ['comments', 'attachments', 'history'];
const rig = await RestoreRig.start([{ seed: 'dc' }, { seed: 'tiny' }]);
await rig.work();
const { site } = rig.here.world;
keepFew(site, rig.schemaId('Hardware'), 'Server', SERVERS);
const servers = objectsOf(site, rig.schemaId('Hardware'), 'Server');
const [first, second] = servers as [(typeof servers)[number], (typeof servers)[number]];
const large = generatedContent(2 * (1 << 20) + 17, 'large');
attachFile(site, second.id, 'large.bin', large);
attachFile(site, second.id, 'empty.txt', contentOf(Buffer.alloc(0)));

async function backUp(): Promise<{ id: RunId; parts: HeldPart[] }> {
  const id = await rig.backUp('Hardware', PARTS);
  const { parts } = await rig.stores.backups.get(rig.tenant, id);
  return { id, parts: parts.filter(({ name }) => PARTS.includes(name)) };
}
const taken = await backUp();
const statuses = ({ parts }: { parts: HeldPart[] }) =>
  Object.fromEntries(parts.map(({ name, status }) => [name, status]));
const COMPLETE = { comments: 'complete', attachments: 'complete', history: 'complete' };

/** What the objects of a schema hold there, by their names. */
function keptIn({ world }: Simulator, schemaId: string) {
  const there = world.site;
  const ids = there.typesOf(Number(schemaId)).flatMap(({ id }) => there.objects.idsOfType(id));
  const named = ids.map((id) => there.objects.require(id));
  return {
    comments: named.flatMap((each) =>
      there.comments.of(each.id).map(({ text }) => `${there.labelOf(each)}: ${text}`),
    ),
    files: Object.fromEntries(
      named.flatMap(({ id }) =>
        there.attachments.of(id).map(({ filename, content }) => [filename, content.bytes()]),
      ),
    ),
  };
}
const WHOLE = keptIn(rig.here, String(rig.schemaId('Hardware'))).files;
const downloads = (): number =>
  rig.here.world.stats.json.byTemplate['GET /rest/assets/1.0/attachments/:id']?.calls ?? 0;

test('comments, files of any size and history are read and verified, files once', async () => {
  assert.deepEqual(statuses(taken), COMPLETE);
  const backup = await rig.stores.backups.get(rig.tenant, taken.id);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  const reader = await vault.openReader(backup);
  assert.deepEqual(await storedFiles(reader), WHOLE);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
  const before = downloads();
  const again = await backUp();
  assert.deepEqual([statuses(again), downloads()], [COMPLETE, before]);
});

test('a connection that breaks in the middle of a file is made again', async () => {
  rig.here.settings.mediaCutBytes = 1_500_000;
  attachFile(site, first.id, 'another.bin', generatedContent(2_000_000, 'another'));
  const { parts } = await backUp();
  assert.deepEqual(statuses({ parts }), COMPLETE);
  rig.here.settings.mediaCutBytes = 0;
});

test('an object of the backup shows them, and gives its files', async () => {
  const object = { typeId: String(second.typeId), id: String(second.id) };
  const shown = await rig.contents.object(rig.tenant, taken.id, object.typeId, object.id);
  assert.deepEqual(
    shown.attachments.map(({ filename, size }) => [filename, size]),
    site.attachments.of(second.id).map(({ filename, content }) => [filename, content.size]),
  );
  const [{ id }] = shown.attachments as [(typeof shown.attachments)[number]];
  const wanted = { id, position: 0 };
  const { bytes } = await rig.contents.attachment(rig.tenant, taken.id, object, wanted);
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  assert.equal(Buffer.concat(parts).toString(), `Notes on object ${second.id}\n`);
});

for (const kind of ['a Data Center', 'Cloud'] as const)
  test(`they come back on ${kind}, none twice, not after a lost answer either`, async () => {
    const isHere = kind === 'a Data Center';
    const there = isHere ? rig.here : rig.there!;
    const lost = { method: 'POST', kind: 'cut-after', probability: 1, times: 1 } as const;
    there.settings.faults = [
      { ...lost, path: 'comment/create' },
      { ...lost, path: 'attachments/object/\\d+$' },
    ];
    const wish = {
      ...NEW_SCHEMA,
      comments: true,
      attachments: true,
      targetId: isHere ? undefined : rig.other,
      schema: { name: 'Copy', key: 'COPY' },
    };
    const { plan, facts, id } = await rig.restore(taken.id, wish);
    assert.deepEqual([plan.comments, plan.attachments, facts.notes], [3, 5, []]);
    const told = /stay in the backup: this kind of site takes files without them/;
    assert.equal(told.test(plan.notes.join()), isHere);
    const kept = keptIn(there, facts.schemaId);
    assert.deepEqual(kept.files, WHOLE);
    assert.equal(kept.comments.length, 3);
    for (const comment of kept.comments)
      assert.match(comment, /^srv-00\d: Ada Admin, 20\d\d-.* UTC:\nChecked object \d+$/);
    assert.deepEqual((await rig.check(id)).structure, []);
    const again = await rig.restore(taken.id, { ...wish, schema: { id: facts.schemaId } });
    assert.equal(again.facts.writes, 0);
    assert.deepEqual(keptIn(there, facts.schemaId), kept);
  });
