import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import { countWrites } from '../../support/restores/count-writes.ts';
import { acquaint } from '../../support/restores/migrated-content.ts';
import {
  OWN_ICON,
  plantEveryPart,
  plantSameIssues,
} from '../../support/restores/subjects/plant-every-part.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';
import { inFrame, whatStands } from '../../support/restores/subjects/what-stands.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }, { seed: 'other' }]);
await rig.work();
const [here, there] = [rig.here, rig.there!];
const { site } = here.world;
plantEveryPart(site);
plantSameIssues(site, there.world.site);
acquaint(site, there.world.site);
const tinyId = rig.schemaId('Tiny');
// Whoever makes a schema manages it.
const creator = here.world.accounts[0]!.accountId;
site.roles.grant(site.roles.ofSchema(tinyId), 'Managers', { users: [creator] });
const asBackedUp = whatStands(site, tinyId, inFrame);

const CHOSEN = ['history', 'avatars', 'comments', 'attachments', 'issues'];
const backup = await rig.backUp('Tiny', CHOSEN);
site.deleteSchema(tinyId);
// The site's own icon goes with the schema that had it.
site.icons.delete(OWN_ICON);

const WISH = {
  ...NEW_SCHEMA,
  schema: { name: 'Tiny again', key: 'AGAIN' },
  roles: true,
  comments: true,
  attachments: true,
  issues: 'unchanged',
} as const;

test('a backup holds every part of the schema', async () => {
  const { parts } = await rig.stores.backups.get(rig.tenant, backup);
  assert.deepEqual(
    parts.filter(({ status }) => status !== 'complete').map(({ name, message }) => [name, message]),
    [],
  );
  const counts = Object.assign({}, ...parts.map((each) => each.counts)) as Record<string, number>;
  const { history, avatar, comments, attachmentFile, issue, role, iconFile } = counts;
  assert.deepEqual(
    { history, avatar, comments, attachmentFile, issue, role, iconFile },
    { history: 20, avatar: 1, comments: 2, attachmentFile: 4, issue: 9, role: 12, iconFile: 2 },
  );
});

async function restoreTwice(to: Simulator): Promise<{ schemaId: number; issues: object }> {
  const targetId = to === there ? rig.other : undefined;
  const { id, plan, facts } = await rig.restore(backup, { ...WISH, targetId });
  assert.deepEqual(plan.notes.filter((note) => /avatar/i.test(note)).length, 1);
  assert.deepEqual(facts.notes, []);
  const check = await rig.check(id);
  assert.deepEqual([check.missing, check.differing, check.structure], [0, [], []]);
  assert.deepEqual([check.issues?.right, check.issues?.differingCount], [9, 0]);
  const standing = whatStands(to.world.site, Number(facts.schemaId));
  const before = countWrites(to);
  const into = { ...WISH, targetId, schema: { id: facts.schemaId } };
  const again = await rig.restore(backup, into);
  assert.deepEqual([again.facts.writes, countWrites(to) - before], [0, 0]);
  assert.deepEqual(whatStands(to.world.site, Number(facts.schemaId)), standing);
  return { schemaId: Number(facts.schemaId), issues: facts.issues! };
}

test('a deleted schema comes back with all of it, on its site, and again nothing is written', async () => {
  const { schemaId, issues } = await restoreTwice(here);
  assert.deepEqual(whatStands(site, schemaId), asBackedUp);
  assert.deepEqual(issues, { set: 9, right: 0, changed: 0, missing: 0, failed: 0, pending: 0 });
});

test('it comes to another site with all of it, and again nothing is written', async () => {
  const { schemaId } = await restoreTwice(there);
  const { issues, ...standing } = whatStands(there.world.site, schemaId);
  const { issues: before, ...rest } = asBackedUp;
  assert.deepEqual(standing, rest);
  const own = Object.entries(before).map(([field, names]) => [
    field,
    names.filter((name) => !name.startsWith('House')),
  ]);
  assert.deepEqual(issues, Object.fromEntries(own));
});
