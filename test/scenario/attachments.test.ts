import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf, generatedContent } from '../../simulator/media/media-content.ts';
import type { HeldPart } from '../../src/core/backups/held-part.ts';
import type { RunId } from '../../src/core/kernel/ids.ts';
import { attachFile, storedFiles } from '../support/attach-file.ts';
import { RestoreRig } from '../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const [first, second, third] = site
  .typesOf(rig.schemaId('Tiny'))
  .flatMap(({ id }) => [...site.objects.idsOfType(id)]) as [number, number, number];

const large = generatedContent(5 * (1 << 20) + 17, 'large');
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
const downloads = (): number =>
  here.cloud.media.calls.filter((call) => call === 'GET /file/:id/binary').length;

test('files of objects are read byte for byte, stored once by what they hold, and verified', async () => {
  const { id, part } = await backUp();
  assert.deepEqual(
    [part.status, part.counts],
    ['complete', { attachments: 3, attachmentFile: 3, attachmentChunk: 7 }],
  );
  const { vault, backup, reader } = await open(id);
  assert.deepEqual(await storedFiles(reader), WHOLE);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
});

test('a second backup of the same asks for no bytes, and has them', async () => {
  const before = downloads();
  const { id, part } = await backUp();
  assert.deepEqual([part.status, downloads()], ['complete', before]);
  const { vault, backup, reader } = await open(id);
  assert.deepEqual(await storedFiles(reader), WHOLE);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
});
