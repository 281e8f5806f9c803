import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { contentOf, generatedContent } from '../../../simulator/media/media-content.ts';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import { attachFile } from '../../support/sites/attach-file.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { here } = rig;
const { site, isDataCenter } = here.world;
const [first, second] = site
  .typesOf(rig.schemaId('Tiny'))
  .flatMap(({ id }) => [...site.objects.idsOfType(id)]) as [number, number];
attachFile(site, first, 'twice.txt', contentOf(Buffer.from('one')));
attachFile(site, first, 'twice.txt', contentOf(Buffer.from('two')));
attachFile(site, first, 'a "name".txt', contentOf(Buffer.from('quoted')));
attachFile(site, second, 'large.bin', generatedContent(9 << 20, 'large'));
const backup = await rig.backUp('Tiny', ['attachments']);
let copies = 0;
function asNew() {
  copies += 1;
  const schema = { name: `Copy ${copies}`, key: `COPY${copies}` };
  return { ...NEW_SCHEMA, attachments: true, schema };
}
const attachedIn = (schemaId: number): string[] =>
  site
    .typesOf(schemaId)
    .flatMap(({ id }) => [...site.objects.idsOfType(id)])
    .flatMap((id) => site.attachments.of(id))
    .map(({ filename, content }) => `${filename} ${content.bytes().toString('hex')}`)
    .sort();
const WHOLE = attachedIn(rig.schemaId('Tiny'));

afterEach(() => {
  Object.assign(here.settings, { absent: {}, faults: [], mediaUploads: 'both' });
});

const FORMS = isDataCenter ? (['both'] as const) : (['form', 'binary'] as const);
for (const mediaUploads of FORMS)
  test(`a site is given files in the form that it takes: ${mediaUploads}`, async () => {
    here.settings.mediaUploads = mediaUploads;
    const { facts } = await rig.restore(backup, asNew());
    assert.deepEqual([facts.notes, attachedIn(Number(facts.schemaId))], [[], WHOLE]);
  });

test('a file whose answer is lost is looked for, and there once', async () => {
  const path = 'attachments/object/\\d+$';
  const sent = { path, method: 'POST', probability: 1 };
  here.settings.faults = [
    { ...sent, kind: 'cut-after', times: 2 },
    { ...sent, kind: '500', times: 1 },
    { ...sent, kind: '503-after', times: 1 },
  ];
  const { facts } = await rig.restore(backup, asNew());
  assert.deepEqual([facts.notes, attachedIn(Number(facts.schemaId))], [[], WHOLE]);
});

/** What a restore of files asks for, in its order. */
const ASKED = isDataCenter
  ? (['attachments', 'attachment-upload'] as const)
  : (['attachments', 'attachment-credentials', 'attachment-upload', 'attachment-create'] as const);

for (const absence of ABSENCES)
  test(`a restore completes where the site answers ${absence}, says why, and a later one adds the rest`, async () => {
    const wish = asNew();
    for (const what of ASKED) {
      here.settings.absent = { [what]: absence };
      const schema =
        what === 'attachments' ? wish.schema : { id: String(rig.schemaId(wish.schema.name)) };
      const { facts } = await rig.restore(backup, { ...wish, schema });
      // What the last answer holds says nothing that anybody leans on.
      const isDone = what === ASKED.at(-1) && absence === 'odd';
      if (!isDone)
        assert.match(facts.notes.join(), /^Attachments weren't restored completely: 0 /, what);
    }
    here.settings.absent = {};
    const schema = { id: String(rig.schemaId(wish.schema.name)) };
    const { facts } = await rig.restore(backup, { ...wish, schema });
    assert.deepEqual([facts.notes, attachedIn(Number(facts.schemaId))], [[], WHOLE]);
  });
