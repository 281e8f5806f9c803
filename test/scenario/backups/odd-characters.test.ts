import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

/** Half characters, signs that end texts elsewhere, marks, directions, and what JSON escapes. */
const ODD = [
  'half \ud83d',
  '\udc00 half',
  'null \u0000 inside',
  '\ufeffmarked',
  'turned \u202e around',
  'line\u2028 and \u2029 paragraph',
  'bell \u0007 escape \u001b[31m',
  'e\u0301 \u00e9',
  '${x} {{y}} <%= z %> </script><!--',
  `long ${'x'.repeat(150)}`,
];
const rig = await RestoreRig.start([{ seed: 'tiny' }, { seed: 'other' }]);
await rig.work();
const { site } = rig.here.world;
const [office, ...others] = site.typesOf(rig.schemaId('Tiny'));
const objects = site.objects.idsOfType(office!.id).map((id) => site.objects.require(id));

test('texts of any characters come back as they were, as values and as names', async () => {
  const note = site.addAttribute(office!.id, 'Note \ud83d');
  const names = site.attributesOf(office!.id).find(({ name }) => name === 'Name')!;
  objects.forEach((object, at) => {
    const odd = ODD[at % ODD.length]!;
    site.updateObject(object, { [note.id]: [odd], [names.id]: [`${odd} ${at}`] });
  });
  for (const [at, type] of others.entries()) type.name = `${ODD[at]!.slice(0, 20)} type`;
  office!.description = ODD.join(' ');
  const before = canonicalSchema(site, rig.schemaId('Tiny'), { schemaName: false });
  const backup = await rig.backUp('Tiny');
  const { id, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { name: 'Odd characters', key: 'ODDCHAR' },
  });
  assert.deepEqual([facts.failed, facts.valuesLeftOut, facts.notes], [0, 0, []]);
  const there = canonicalSchema(site, rig.schemaId('Odd characters'), { schemaName: false });
  assert.deepEqual(there, before);
  const check = await rig.check(id);
  assert.deepEqual([check.missing, check.differingCount, check.structure], [0, 0, []]);
});
