/** What Atlassian's media service answers in the place of a file, or of having taken one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { contentOf } from '../../../simulator/media/media-content.ts';
import { attachFile, storedFiles } from '../../support/sites/attach-file.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }], { requestTimeoutMs: 1_000 });
await rig.work();
const { settings, world } = rig.here;
const { site } = world;
const [first, second] = site
  .typesOf(rig.schemaId('Tiny'))
  .flatMap(({ id }) => [...site.objects.idsOfType(id)]) as [number, number];
const file = attachFile(site, first, 'one.txt', contentOf(Buffer.from('the first file')));
attachFile(site, second, 'two.txt', contentOf(Buffer.from('the second file')));
const TWO = { 'two.txt': Buffer.from('the second file') };
const WHOLE = { 'one.txt': Buffer.from('the first file'), ...TWO };

/** Waited for many times where nothing comes: tried once, with a download. */
const LONGEST = 'no answer';
/** Each with what the part, or the note of the restore, says. */
const REFUSALS: [string, Partial<Fault>, RegExp][] = [
  ['a web page', { kind: 'html' }, /unknown format/],
  ['a cut connection', { kind: 'cut' }, /didn't answer/],
  [LONGEST, { kind: 'hang' }, /didn't answer/],
  ...[401, 403, 404, 500].map((status): [string, Partial<Fault>, RegExp] => [
    `status ${status}`,
    { kind: 'answer', status, text: '{"error":{"code":"Failed"}}' },
    new RegExp(`Atlassian's media service .*status ${status}`),
  ]),
];
const fault = (members: Partial<Fault>, path: string): Fault =>
  ({ ...members, path, probability: 1 }) as Fault;

async function backUp() {
  const id = await rig.backUp('Tiny', ['attachments']);
  const backup = await rig.stores.backups.get(rig.tenant, id);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  const part = backup.parts.find(({ name }) => name === 'attachments');
  const { damage } = await vault.verify(backup, {});
  return { id, part, damage, files: await storedFiles(await vault.openReader(backup)) };
}

for (const [what, members, reason] of [
  ...REFUSALS,
  ['null', { kind: 'answer', name: 'null' }, /lists 14 bytes for "one.txt" and gives 4/],
  ['fewer bytes', { kind: 'answer', status: 200, text: 'the first' }, /lists 14 .* gives 9/],
  ['more bytes', { kind: 'answer', status: 200, text: 'the first file, twice' }, /gives 21/],
] satisfies [string, Partial<Fault>, RegExp][])
  test(`a backup that gets ${what} for a file is complete without it, and says why`, async () => {
    settings.faults = [fault(members, `/file/${file.mediaId}/binary$`)];
    const { part, damage, files } = await backUp();
    settings.faults = [];
    assert.equal(part?.status, 'incomplete');
    assert.match(part?.message ?? '', /^The content of 1 attachment couldn't be read\./);
    assert.match(part?.message ?? '', reason);
    assert.deepEqual([damage, files], [[], { ...TWO, 'one.txt': undefined }]);
    assert.equal(part?.counts['attachmentChunk'], 1, 'nothing is kept of the other file');
  });

test('an upload that is refused, in whatever way, is told; the next restore adds the files once', async () => {
  const { id, files } = await backUp();
  assert.deepEqual(files, WHOLE);
  const wish = { ...NEW_SCHEMA, attachments: true, schema: { name: 'Copy', key: 'COPY' } };
  settings.faults = [fault({ kind: 'answer', name: 'null' }, '^/file')];
  let { facts } = await rig.restore(id, wish);
  const into = { ...wish, schema: { id: facts.schemaId } };
  const attached = () =>
    site
      .typesOf(Number(facts.schemaId))
      .flatMap((type) => [...site.objects.idsOfType(type.id)])
      .flatMap((object) => [...site.attachments.of(object)])
      .map(({ filename, content }) => [filename, content.bytes()]);
  assert.match(facts.notes.join(), /unknown format/);
  for (const [what, members, reason] of REFUSALS.filter(([what]) => what !== LONGEST)) {
    settings.faults = [fault(members, '^/file')];
    ({ facts } = await rig.restore(id, into));
    assert.match(facts.notes.join(), reason, what);
    assert.deepEqual(attached(), [], what);
  }
  settings.faults = [];
  ({ facts } = await rig.restore(id, into));
  assert.deepEqual([facts.notes, Object.fromEntries(attached())], [[], WHOLE]);
});
