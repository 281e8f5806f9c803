/** From a Data Center to Cloud, and from there to a Data Center again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Site } from '../../../simulator/site/site.ts';
import { acquaint, migratedContent } from '../../support/restores/migrated-content.ts';
import { objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const SERVERS = 25;
const PARTS = ['comments', 'attachments'];
const CHOSEN = { ...NEW_SCHEMA, comments: true, attachments: true };
const rig = await RestoreRig.start([{ seed: 'dc' }, { seed: 'other' }]);
await rig.work();
const here = rig.here.world.site;
const there = rig.there!.world.site;
acquaint(here, there);
const schemaId = rig.schemaId('Hardware');
keepFew(here, schemaId, 'Server', SERVERS);
const [rack] = here.typesOf(schemaId).filter(({ name }) => name === 'Machine');
const owner = here.users.get('JIRAUSER10100')!;
here.changeAttribute(
  here.ownAttributes(rack!.id).find(({ name }) => name === 'Rack')!,
  {
    qlQuery: `objectTypeId = ${here.typesOf(schemaId).find(({ name }) => name === 'Rack')!.id} AND Owner = ${owner.accountId}`,
  },
);

/** Kinds of attributes, by type and name. */
const kindsOf = (site: Site, id: number): Map<string, number> =>
  new Map(
    site
      .typesOf(id)
      .flatMap((type) =>
        site
          .ownAttributes(type.id)
          .map((each): [string, number] => [`${type.name} › ${each.name}`, each.type]),
      ),
  );
const filterOf = (site: Site, id: number): string | undefined =>
  site
    .typesOf(id)
    .flatMap((type) => site.ownAttributes(type.id))
    .find(({ name }) => name === 'Rack')?.qlQuery;
const filesOf = (site: Site, id: number): string[] =>
  objectsOf(site, id, 'Server')
    .flatMap((each) => site.attachments.of(each.id))
    .map(({ filename, content }) => `${filename}: ${content.bytes().toString()}`)
    .sort();

test('what comes back is what left, but for kinds that Cloud lacks, which stay text', async () => {
  const wish = { ...CHOSEN, targetId: rig.other!, schema: { name: 'Hardware', key: 'HW' } };
  const out = await rig.restore(await rig.backUp('Hardware', PARTS), wish);
  assert.deepEqual([out.facts.failed, out.facts.valuesLeftOut], [0, 0]);
  const onCloud = rig.schemaId('Hardware', rig.there!);
  const email = (id: string) => [...there.users.values()].find((each) => each.email === id)!;
  assert.match(filterOf(there, onCloud) ?? '', new RegExp(email(owner.email).accountId));
  const back = await rig.restore(await rig.backUpThere('Hardware', PARTS), {
    ...CHOSEN,
    targetId: rig.source.id,
    schema: { name: 'Home again', key: 'HOME' },
  });
  assert.deepEqual([back.facts.failed, back.facts.valuesLeftOut], [0, 0]);
  const home = rig.schemaId('Home again');
  const apart = migratedContent(here, schemaId);
  assert.deepEqual(migratedContent(here, home), apart);
  assert.match(filterOf(here, home) ?? '', new RegExp(owner.accountId));
  const [before, after] = [kindsOf(here, schemaId), kindsOf(here, home)];
  const changed = [...before].filter(([name, kind]) => after.get(name) !== kind);
  assert.deepEqual(
    changed.map(([name]) => name),
    ['Server › Release', 'Server › Runbook'],
  );
  const first = objectsOf(here, home, 'Server').find((each) => here.labelOf(each) === 'srv-001')!;
  assert.deepEqual(valuesOf(here, first, 'Release'), ['1.2']);
  assert.deepEqual(filesOf(here, home), filesOf(here, schemaId));
  const said = objectsOf(here, home, 'Server').flatMap(({ id }) => here.comments.of(id));
  assert.equal(said.length, 3);
  for (const { text } of said) assert.match(text, /UTC:\n[^]*UTC:\nChecked object \d+$/);
  const check = await rig.check(back.id);
  assert.deepEqual([check.missing, check.differingCount, check.structure], [0, 0, []]);
});
