import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { contentOf, generatedContent } from '../../../simulator/media/media-content.ts';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import type { HeldPart } from '../../../src/core/backups/held-part.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { attachFile, storedFiles } from '../../support/sites/attach-file.ts';
import { RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { here } = rig;
const { site, isDataCenter } = here.world;
const [first] = site
  .typesOf(rig.schemaId('Tiny'))
  .flatMap(({ id }) => [...site.objects.idsOfType(id)]) as [number];
attachFile(site, first, 'note.txt', contentOf(Buffer.from('A note')));

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
const filesOf = async (id: RunId) => storedFiles((await open(id)).reader);
/** A backup while the object has one more file. */
async function backUpWith(name: string, content: ReturnType<typeof contentOf>) {
  const { id: attachment } = attachFile(site, first, name, content);
  try {
    return await backUp();
  } finally {
    site.attachments.remove(attachment);
  }
}

afterEach(() => {
  Object.assign(here.settings, { absent: {}, mediaCutBytes: 0, mediaRanges: true });
  here.settings.mediaTokenMs = 600_000;
});

test('a file whose connection breaks again and again is read to its end', async () => {
  const content = generatedContent(3_500_000, 'broken');
  here.settings.mediaCutBytes = 700_001;
  const { id, part } = await backUpWith('broken.bin', content);
  assert.equal(part.status, 'complete');
  assert.deepEqual((await filesOf(id))['broken.bin'], content.bytes());
});

test('what was stored of a file that cannot be had does not stay, unless another file has it', async () => {
  const [start, rest] = ['shared', 'rest'].map((seed) => generatedContent(1 << 20, seed).bytes());
  const whole = Buffer.concat([start!, rest!]);
  for (const names of [
    ['start.bin', 'whole.bin'],
    ['whole.bin', 'start.bin'],
  ]) {
    const before = await backUp();
    const files = names.map((name) =>
      attachFile(site, first, name, contentOf(name === 'start.bin' ? start! : whole)),
    );
    const other = attachFile(site, first, 'other.bin', generatedContent(3 << 20, 'other'));
    // Each breaks off after its first chunk, and begins again.
    Object.assign(here.settings, { mediaRanges: false, mediaCutBytes: (1 << 20) + 10 });
    const { id, part } = await backUp();
    for (const { id: attachment } of [...files, other]) site.attachments.remove(attachment);
    assert.deepEqual(
      [part.status, part.counts['attachmentChunk']],
      ['incomplete', (before.part.counts['attachmentChunk'] ?? 0) + 1],
    );
    const { vault, backup, reader } = await open(id);
    const stored = await storedFiles(reader);
    assert.deepEqual(
      [stored['start.bin'], stored['whole.bin'], stored['other.bin']],
      [start, undefined, undefined],
    );
    assert.deepEqual((await vault.verify(backup, {})).damage, []);
  }
});

test('the packs of a file that cannot be had are deleted', async () => {
  Object.assign(here.settings, { mediaRanges: false, mediaCutBytes: 20 << 20 });
  const { part } = await backUpWith('broken.bin', contentOf(randomBytes(24 << 20)));
  assert.equal(part.status, 'incomplete');
  const packs = rig.connection.collection('packs').find({ runId: part.run });
  const sizes = (await packs.toArray()).map(({ size }) => Number(size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(bytes < 10 << 20, `${bytes} bytes stay`);
});

test('a file of which no more ever comes is told of, and the others are there', async () => {
  Object.assign(here.settings, { mediaRanges: false, mediaCutBytes: 700_001 });
  const { id, part } = await backUpWith('broken.bin', generatedContent(800_000, 'broken'));
  assert.equal(part.status, 'incomplete');
  assert.match(part.message ?? '', /^The content of 1 attachment couldn't be read\. /);
  assert.deepEqual(await filesOf(id), {
    'note.txt': Buffer.from('A note'),
    'broken.bin': undefined,
  });
});

// A Data Center gives no passes.
if (!isDataCenter)
  test('a pass that has expired is no end of the backup, and a new one is asked for', async () => {
    here.settings.mediaTokenMs = 0;
    const { part } = await backUpWith('late.txt', contentOf(Buffer.from('late')));
    assert.equal(part.status, 'incomplete');
    assert.match(part.message ?? '', /status 401/);
    here.settings.mediaTokenMs = 600_000;
    const { id } = await backUpWith('late.txt', contentOf(Buffer.from('late')));
    assert.equal((await filesOf(id))['late.txt']?.toString(), 'late');
  });

/** What a backup of files asks for beside the lists of them. */
const ASKED = isDataCenter
  ? (['attachment-bytes'] as const)
  : (['attachment-credentials', 'attachment-bytes'] as const);

for (const absence of ABSENCES)
  test(`a backup completes where the site answers ${absence}, and its part says why`, async () => {
    here.settings.absent = { attachments: absence };
    const { part } = await backUp();
    assert.equal(part.status, 'unavailable');
    assert.match(part.message ?? '', absence === 'odd' ? /unknown format/ : /status \d+/);
    for (const what of ASKED) {
      here.settings.absent = { [what]: absence };
      const { id, part: partly } = await backUpWith('more.txt', contentOf(Buffer.from(what)));
      assert.equal(partly.status, 'incomplete', what);
      assert.match(partly.message ?? '', /The content of 1 attachment couldn't be read\. \w/);
      assert.deepEqual(await filesOf(id), {
        'note.txt': Buffer.from('A note'),
        'more.txt': undefined,
      });
    }
  });
