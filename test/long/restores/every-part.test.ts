import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countWrites } from '../../support/restores/count-writes.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';
import { inFrame, whatStands } from '../../support/restores/subjects/what-stands.ts';

const rig = await RestoreRig.start([{ seed: 'demo' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
for (const user of site.users.values()) Object.assign(user, { active: true, deleted: false });
const computers = rig.schemaId('Computers');
// Whoever makes a schema manages it.
const creator = here.world.accounts[0]!.accountId;
site.roles.grant(site.roles.ofSchema(computers), 'Managers', { users: [creator] });
const CHOSEN = ['history', 'avatars', 'comments', 'attachments', 'issues'];

for (const deletedInIssues of ['kept', 'removed'] as const)
  test(`a schema of a company that was deleted comes back with every part, issues and all (objects in issues ${deletedInIssues})`, async () => {
    here.settings.deletedInIssues = deletedInIssues;
    const schemaId = rig.schemaId('Computers');
    const asBackedUp = whatStands(site, schemaId, inFrame);
    const backup = await rig.backUp('Computers', CHOSEN);
    site.deleteSchema(schemaId);
    const wish = { ...NEW_SCHEMA, roles: true, comments: true, attachments: true } as const;
    const chosen = { ...wish, issues: 'unchanged' } as const;
    const schema = { name: 'Computers', key: 'COMP' };
    const { id, facts } = await rig.restore(backup, { ...chosen, schema });
    assert.deepEqual(facts.notes, []);
    assert.equal(facts.issues?.set, site.issues.length);
    const standing = whatStands(site, Number(facts.schemaId));
    assert.deepEqual(standing, asBackedUp);
    const { missing, differing, structure, issues } = await rig.check(id);
    assert.deepEqual([missing, differing, structure], [0, [], []]);
    assert.deepEqual([issues?.right, issues?.differingCount], [site.issues.length, 0]);
    const before = countWrites(here);
    const again = await rig.restore(backup, { ...chosen, schema: { id: facts.schemaId } });
    assert.deepEqual([again.facts.writes, countWrites(here) - before], [0, 0]);
    assert.deepEqual(whatStands(site, Number(facts.schemaId)), standing);
  });
