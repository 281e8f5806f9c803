import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf, generatedContent } from '../../../simulator/media/media-content.ts';
import type { HeldPart } from '../../../src/core/backups/held-part.ts';
import { NotFound } from '../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { attachFile, storedFiles } from '../../support/sites/attach-file.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }, { seed: 'other' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const [first, second, third, fourth] = site
  .typesOf(rig.schemaId('Tiny'))
  .flatMap(({ id }) => [...site.objects.idsOfType(id)]) as [number, number, number, number];

const large = generatedContent(2 * (1 << 20) + 17, 'large');
attachFile(site, first, 'note.txt', contentOf(Buffer.from('A note')));
attachFile(site, first, 'empty.txt', contentOf(Buffer.alloc(0)));
attachFile(site, second, 'large.bin', large);
attachFile(site, third, 'the same.bin', large);
const WHOLE = {
  'note.txt': Buffer.from('A note'),
  'empty.txt': Buffer.alloc(0),
  'large.bin': large.bytes(),
  'the same.bin': large.bytes(),
};

async function backUp(): Promise<{ id: RunId; part: HeldPart }> {
  const id = await rig.backUp('Tiny', ['attachments']);
  const { parts } = await rig.stores.backups.get(rig.tenant, id);
  return { id, part: parts.find(({ name }) => name === 'attachments')! };
}
const open = async (id: RunId) => {
  const backup = await rig.stores.backups.get(rig.tenant, id);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  return { vault, backup, reader: await vault.openReader(backup) };
};
async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}
const downloads = (): number =>
  here.cloud.media.calls.filter((call) => call === 'GET /file/:id/binary').length;

/** What most tests look at. */
const taken = await backUp();

test('files of objects are read byte for byte, stored once by what they hold, and verified', async () => {
  const { id, part } = taken;
  assert.deepEqual(
    [part.status, part.counts],
    ['complete', { attachments: 3, attachmentFile: 3, attachmentChunk: 4 }],
  );
  const { vault, backup, reader } = await open(id);
  assert.deepEqual(await storedFiles(reader), WHOLE);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
});

test('a second backup of the same asks for no bytes, and has them', async () => {
  const before = downloads();
  const { id, part } = await backUp();
  assert.deepEqual([part.status, downloads()], ['complete', before]);
  assert.equal(part.cost?.calls, 20, 'a list for each object');
  const { vault, backup, reader } = await open(id);
  assert.deepEqual(await storedFiles(reader), WHOLE);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
});

test('two files to which the site gives one id are two files, and the backup is sound', async () => {
  const files = ['one', 'two'].map((text) =>
    attachFile(site, fourth, `${text}.txt`, contentOf(Buffer.from(text))),
  );
  const list = files.map(({ filename, mediaId }) => ({ id: '5', filename, mediaId, size: 3 }));
  const answer = { kind: 'answer', status: 200, text: JSON.stringify(list) } as const;
  here.settings.faults = [
    { ...answer, path: `attachments/object/${fourth}$`, method: 'GET', probability: 1 },
  ];
  const { id, part } = await backUp();
  here.settings.faults = [];
  for (const file of files) site.attachments.remove(file.id);
  assert.deepEqual([part.status, part.message], ['complete', undefined]);
  const { reader } = await open(id);
  const held = { 'one.txt': Buffer.from('one'), 'two.txt': Buffer.from('two') };
  assert.deepEqual(await storedFiles(reader), { ...WHOLE, ...held });
  const object = { typeId: String(site.objects.require(fourth).typeId), id: String(fourth) };
  for (const [position, { filename }] of files.entries()) {
    const wanted = { id: '5', position };
    const { bytes, ...file } = await rig.contents.attachment(rig.tenant, id, object, wanted);
    const expected = filename.replace('.txt', '');
    assert.deepEqual([file.filename, String(await bytesOf(bytes))], [filename, expected]);
  }
});

test('a file can be taken out of a backup, and what its part took is told', async () => {
  const { id, part } = taken;
  const { typeId } = site.objects.require(second);
  const object = { typeId: String(typeId), id: String(second) };
  const { attachments } = await rig.contents.object(rig.tenant, id, object.typeId, object.id);
  const [{ id: attachment, filename }] = attachments as [(typeof attachments)[number]];
  const wanted = { id: attachment, position: 0 };
  const { bytes, ...file } = await rig.contents.attachment(rig.tenant, id, object, wanted);
  assert.deepEqual(file, { filename, size: large.size });
  assert.deepEqual(await bytesOf(bytes), large.bytes());
  await assert.rejects(
    rig.contents.attachment(rig.tenant, id, object, { ...wanted, position: 1 }),
    NotFound,
  );
  assert.equal(part.cost?.calls, 28, 'a list for each object, a pass and a download for each file');
  const { setup } = await rig.stores.sites.get(rig.tenant, rig.source.id);
  assert.equal(setup?.attachments?.isAvailable, true, 'the connection card says so');
});

/** The files of a schema's objects on a site, by name. */
const attachedIn = (there: typeof here, schemaId: string) =>
  Object.fromEntries(
    there.world.site
      .typesOf(Number(schemaId))
      .flatMap(({ id }) => [...there.world.site.objects.idsOfType(id)])
      .flatMap((id) => [...there.world.site.attachments.of(id)])
      .map(({ filename, content }) => [filename, content.bytes()]),
  );

test('attachments come back byte for byte, on this site and on another, and none twice', async () => {
  const { id } = taken;
  for (const [there, targetId] of [
    [here, undefined],
    [rig.there!, rig.other],
  ] as const) {
    const schema = { name: 'Copy', key: 'COPY' };
    const wish = { ...NEW_SCHEMA, attachments: true, targetId, schema };
    const { plan, facts, id: restore } = await rig.restore(id, wish);
    assert.deepEqual([plan.attachments, facts.notes], [4, []]);
    assert.deepEqual(attachedIn(there, facts.schemaId), WHOLE);
    assert.deepEqual((await rig.check(restore)).structure, []);
    const into = { ...wish, schema: { id: facts.schemaId } };
    assert.equal((await rig.restore(id, into)).facts.writes, 0);
    assert.deepEqual(attachedIn(there, facts.schemaId), WHOLE);
  }
});

test('the objects that were backed up have their attachments, and are given none', async () => {
  const { id } = taken;
  const into = { id: String(rig.schemaId('Tiny')) };
  const { facts } = await rig.restore(id, { ...NEW_SCHEMA, attachments: true, schema: into });
  assert.equal(facts.writes, 0);
});
