/** Fields of issues that name deleted objects beside objects that are restored. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import type { IssueLine } from '../../../src/core/restores/report/issue-line.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const RELATED = 'customfield_10192';
const COMPUTERS = { name: 'Computers', key: 'COMP' };
const WITH_ISSUES = { ...NEW_SCHEMA, issues: 'unchanged' as const };

const rig = await RestoreRig.start([{ seed: 'demo' }]);
await rig.work();
const { world, settings } = rig.here;

const writes = (): number =>
  Object.entries(world.stats.json.byTemplate)
    .filter(([template]) => /^PUT .*\/issue\/:key$/.test(template))
    .reduce((sum, [, { calls }]) => sum + calls, 0);
async function linesOf(id: RunId): Promise<IssueLine[]> {
  const lines: IssueLine[] = [];
  for await (const line of rig.stores.restores.issues.lines(rig.tenant, id)) lines.push(line);
  return lines;
}

/**
 * One issue that names a computer, an office, and an object of another schema that is gone; two
 * computers are left.
 */
function plant() {
  world.reset('demo', 0);
  world.stats.reset();
  const { site } = world;
  site.issues.splice(1);
  const [issue] = site.issues;
  const idsIn = (schema: string): number[] =>
    site.typesOf(rig.schemaId(schema)).flatMap(({ id }) => site.objects.idsOfType(id).slice());
  const [computer, other, ...rest] = idsIn('Computers');
  for (const id of rest) site.deleteObject(id);
  const [office, gone] = idsIn('Offices');
  issue!.fields = { [RELATED]: [computer!, gone!, office!], customfield_10191: [other!] };
  const goneKey = site.keyOf(site.objects.require(gone!));
  site.deleteObject(gone!);
  return { issue: issue!, gone: gone!, goneKey, office: office! };
}

for (const goneInIssues of ['refused', 'taken'] as const)
  test(`an issue is set beside an object that no longer exists, which is ${goneInIssues}; again, nothing is sent`, async () => {
    const { issue, gone, goneKey, office } = plant();
    settings.goneInIssues = goneInIssues;
    const backup = await rig.backUp('Computers', ['issues']);
    world.site.deleteSchema(rig.schemaId('Computers'));
    const { id, facts } = await rig.restore(backup, { ...WITH_ISSUES, schema: COMPUTERS });
    assert.deepEqual([facts.issues?.set, facts.issues?.failed], [1, 0]);
    const isKept = goneInIssues === 'taken';
    const [restored, ...others] = issue.fields[RELATED]!;
    assert.deepEqual(others, isKept ? [gone, office] : [office]);
    assert.equal(world.site.schemaOf(world.site.objects.get(restored!)!).name, 'Computers');
    const [line] = await linesOf(id);
    const named = world.isDataCenter ? goneKey : gone;
    const reason = `Jira refused objects that no longer exist, so these were left out, by ID or key: ${named}.`;
    assert.deepEqual([line?.outcome, line?.reason], ['set', isKept ? undefined : reason]);
    assert.equal(facts.notes.join(' ').includes('were set without them'), !isKept);
    const check = await rig.check(id);
    assert.deepEqual([check.issues?.right, check.issues?.differingCount], [1, 0]);
    const sent = writes();
    const schema = { id: String(rig.schemaId('Computers')) };
    const again = await rig.restore(backup, { ...WITH_ISSUES, schema });
    assert.deepEqual([again.facts.issues?.right, writes()], [1, sent]);
  });

test('lost answers set it once, and the report still says what was left out', async () => {
  const { issue, gone, goneKey } = plant();
  settings.goneInIssues = 'refused';
  const backup = await rig.backUp('Computers', ['issues']);
  world.site.deleteSchema(rig.schemaId('Computers'));
  settings.faults = [
    { path: '/rest/api/[23]/issue/', method: 'PUT', kind: '500-after', probability: 1, times: 2 },
  ];
  const { id } = await rig.restore(backup, { ...WITH_ISSUES, schema: COMPUTERS });
  settings.faults = [];
  assert.equal(issue.writes, 1);
  const [line] = await linesOf(id);
  const named = world.isDataCenter ? goneKey : gone;
  assert.deepEqual(
    [line?.outcome, line?.reason?.includes(`by ID or key: ${named}.`)],
    ['set', true],
  );
});

for (const isTouched of [false, true])
  test(`what was left out is put back once it is restored, ${isTouched ? 'unless somebody changed the issue meanwhile' : 'where only restores changed the issue'}`, async () => {
    const { issue } = plant();
    settings.goneInIssues = 'refused';
    const computers = await rig.backUp('Computers', ['issues']);
    const offices = await rig.backUp('Offices', ['issues']);
    for (const name of ['Computers', 'Offices']) world.site.deleteSchema(rig.schemaId(name));
    await rig.restore(computers, { ...WITH_ISSUES, schema: COMPUTERS });
    assert.equal(issue.fields[RELATED]?.length, 1);
    if (isTouched) issue.updated += 1_000;
    const schema = { name: 'Offices', key: 'OFF' };
    const { facts } = await rig.restore(offices, { ...WITH_ISSUES, schema });
    const { set, changed } = facts.issues ?? {};
    assert.deepEqual([set, changed], isTouched ? [0, 1] : [1, 0]);
    assert.equal(issue.fields[RELATED]?.length, isTouched ? 1 : 2);
  });
