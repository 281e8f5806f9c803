import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { SimIssue } from '../../../simulator/site/records/model.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import type { IssueLine } from '../../../src/core/restores/report/issue-line.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'demo' }, { seed: 'other' }]);
await rig.work();
const { here } = rig;
const there = rig.there!;
const COMPUTERS = { name: 'Computers', key: 'COMP' };
const WITH_ISSUES = { ...NEW_SCHEMA, issues: 'unchanged' as const };
const PUT = /^PUT \/rest\/api\/[23]\/issue\/:key$/;
const CHANGE = '/rest/api/[23]/issue/';
/** A few tell as much as all. */
const ISSUES = 21;

beforeEach(() => {
  for (const each of [here, there]) {
    each.world.reset(each === here ? 'demo' : 'other', 0);
    each.world.stats.reset();
    each.settings.faults = [];
    each.settings.deletedInIssues = 'kept';
    each.settings.absent = {};
  }
  const { site } = here.world;
  for (const user of site.users.values()) Object.assign(user, { active: true, deleted: false });
  site.issues.splice(ISSUES);
  const known = new Set(site.issues.map(({ key }) => key));
  const others = there.world.site.issues;
  others.splice(0, others.length, ...others.filter(({ key }) => known.has(key)));
  // Computers that no issue names tell nothing here.
  const named = new Set(site.issues.flatMap(({ fields }) => Object.values(fields).flat()));
  for (const type of site.typesOf(rig.schemaId('Computers')))
    for (const id of site.objects.idsOfType(type.id).slice())
      if (!named.has(id)) site.deleteObject(id);
});

/** What the fields of all issues lead to, in words: schema, and label or nothing. */
function ledTo({ world: { site } }: Simulator): Record<string, string[]> {
  const wordsOf = (id: number): string => {
    const object = site.objects.get(id);
    return object ? `${site.schemaOf(object).name}: ${site.labelOf(object)}` : 'nothing';
  };
  const fields = ({ key, fields: values }: SimIssue) =>
    Object.entries(values).map(([name, ids]): [string, string[]] => [
      `${key} ${site.fields.find(({ id }) => id === name)?.name}`,
      ids.map(wordsOf).sort(),
    ]);
  return Object.fromEntries(site.issues.flatMap(fields).filter(([, ids]) => ids.length > 0));
}
const issue = (key: string, site = here): SimIssue =>
  site.world.site.issues.find((each) => each.key === key)!;
/** Without those that were refused for their number. */
function writesOf({ world: { stats } }: Simulator): number {
  return Object.entries(stats.json.byTemplate)
    .filter(([template]) => PUT.test(template))
    .reduce((sum, [, { calls, limited }]) => sum + calls - limited, 0);
}
async function linesOf(id: RunId): Promise<IssueLine[]> {
  const lines: IssueLine[] = [];
  for await (const line of rig.stores.restores.issues.lines(rig.tenant, id)) lines.push(line);
  return lines;
}
const isInComputers = (id: number): boolean => {
  const object = here.world.site.objects.get(id);
  return object !== undefined && here.world.site.schemaOf(object).name === 'Computers';
};

test('a deleted schema is restored as new: every field of every issue leads to it, others stay, and again nothing is written', async () => {
  const before = ledTo(here);
  const backup = await rig.backUp('Computers', ['issues']);
  const { parts } = await rig.stores.backups.get(rig.tenant, backup);
  const part = parts.find(({ name }) => name === 'issues');
  assert.deepEqual([part?.status, part?.counts['issue']], ['complete', ISSUES]);
  here.world.site.deleteSchema(rig.schemaId('Computers'));
  const { id, facts, plan } = await rig.restore(backup, { ...WITH_ISSUES, schema: COMPUTERS });
  assert.deepEqual(ledTo(here), before);
  assert.deepEqual(facts.issues, {
    set: ISSUES,
    right: 0,
    changed: 0,
    missing: 0,
    failed: 0,
    pending: 0,
  });
  assert.equal(plan.issues?.set, ISSUES);
  assert.equal(writesOf(here), ISSUES);
  assert.ok(here.world.site.issues.every(({ writes, notices }) => writes === 1 && notices === 0));
  const check = await rig.check(id);
  assert.deepEqual(
    [check.issues?.compared, check.issues?.right, check.issues?.differingCount],
    [ISSUES, ISSUES, 0],
  );
  const schema = { id: String(rig.schemaId('Computers')) };
  const again = await rig.restore(backup, { ...WITH_ISSUES, schema });
  assert.equal(writesOf(here), ISSUES, 'nothing is written again');
  assert.equal(again.facts.issues?.right, ISSUES);
});

test('fields that lost their objects with the schema lead to the new ones; without the choice issues are left', async () => {
  const before = ledTo(here);
  here.settings.deletedInIssues = 'removed';
  const backup = await rig.backUp('Computers', ['issues']);
  here.world.site.deleteSchema(rig.schemaId('Computers'));
  const without = await rig.restore(backup, { ...NEW_SCHEMA, schema: COMPUTERS });
  assert.deepEqual([without.facts.issues, writesOf(here)], [undefined, 0]);
  const schema = { id: String(rig.schemaId('Computers')) };
  await rig.restore(backup, { ...WITH_ISSUES, schema });
  assert.deepEqual(ledTo(here), before);
});

test('an issue that was changed since the backup is listed, and set only where that is chosen', async () => {
  const before = ledTo(here);
  const backup = await rig.backUp('Computers', ['issues']);
  const changed = issue('HELP-2');
  const other = here.world.site.issues.find(
    ({ fields }) => fields['customfield_10191']![0] !== changed.fields['customfield_10191']![0],
  )!;
  changed.fields['customfield_10191'] = [...other.fields['customfield_10191']!];
  const edited = [...changed.fields['customfield_10191']];
  here.world.site.deleteSchema(rig.schemaId('Computers'));
  const { id, facts, plan } = await rig.restore(backup, { ...WITH_ISSUES, schema: COMPUTERS });
  assert.deepEqual([facts.issues?.set, facts.issues?.changed], [ISSUES - 1, 1]);
  assert.deepEqual([plan.issues?.set, plan.issues?.changed], [ISSUES - 1, 1]);
  assert.deepEqual(changed.fields['customfield_10191'], edited);
  const listed = (await linesOf(id)).filter(({ outcome }) => outcome === 'changed');
  assert.deepEqual(
    listed.map(({ key, fields }) => [key, fields]),
    [['HELP-2', ['Affected computer']]],
  );
  const check = await rig.check(id);
  assert.deepEqual([check.issues?.explained, check.issues?.differingCount], [1, 0]);
  const schema = { id: String(rig.schemaId('Computers')) };
  await rig.restore(backup, { ...WITH_ISSUES, issues: 'all', schema });
  assert.deepEqual(ledTo(here), before);
});

test('what the account cannot see is not in the backup; what it may not edit is reported, and lost answers double nothing', async () => {
  issue('HELP-3').hiddenFrom = ['admin@example.com'];
  const backup = await rig.backUp('Computers', ['issues']);
  const { parts } = await rig.stores.backups.get(rig.tenant, backup);
  assert.equal(parts.find(({ name }) => name === 'issues')?.counts['issue'], ISSUES - 1);
  issue('HELP-5').readOnlyFor = ['admin@example.com'];
  here.world.site.deleteSchema(rig.schemaId('Computers'));
  here.settings.faults = [
    { path: CHANGE, method: 'PUT', kind: '500-after', probability: 0.5, times: 8 },
    { path: CHANGE, method: 'PUT', kind: '500', probability: 0.3, times: 4 },
  ];
  const { id, facts } = await rig.restore(backup, { ...WITH_ISSUES, schema: COMPUTERS });
  assert.deepEqual([facts.issues?.set, facts.issues?.failed], [ISSUES - 2, 1]);
  const failed = (await linesOf(id)).find(({ outcome }) => outcome === 'failed');
  assert.equal(failed?.key, 'HELP-5');
  assert.match(failed?.reason ?? '', /can't edit this issue/);
  const others = here.world.site.issues.filter(({ key }) => !['HELP-3', 'HELP-5'].includes(key));
  for (const { key, writes, fields } of others) {
    assert.equal(writes, 1, key);
    assert.ok(fields['customfield_10191']!.every(isInComputers), key);
  }
});

test('on another site issues are found by their keys, and only where their summaries are the same', async () => {
  issue('HELP-6', there).summary = 'Something else';
  const backup = await rig.backUp('Computers', ['issues']);
  const { facts } = await rig.restore(backup, {
    ...WITH_ISSUES,
    targetId: rig.other,
    schema: COMPUTERS,
  });
  const all = here.world.site.issues.length;
  const onBoth = there.world.site.issues.length;
  assert.deepEqual(
    [facts.issues?.set, facts.issues?.changed, facts.issues?.missing],
    [onBoth - 1, 1, all - onBoth],
  );
  const [before, after] = [ledTo(here), ledTo(there)];
  for (const [field, objects] of Object.entries(after))
    assert.deepEqual(
      objects,
      before[field]!.filter((words) => words.startsWith('Computers')),
    );
  assert.deepEqual(issue('HELP-6', there).fields, {});
  assert.equal(
    Object.keys(after).some((field) => field.startsWith('HELP-2 ')),
    true,
  );
});

test('which of the others are set on another site is chosen under Review, for all and for single ones', async () => {
  const vans = there.world.site.typesOf(rig.schemaId('Vehicles', there));
  const [van] = vans.flatMap(({ id }) => there.world.site.objects.idsOfType(id));
  const [six, eight, two] = ['HELP-6', 'HELP-8', 'HELP-2'].map((key) => issue(key, there));
  six!.summary = 'Something else';
  eight!.summary = 'Something else as well';
  const field = there.world.site.fields.find(({ name }) => name === 'Related objects')!;
  const related = here.world.site.fields.find(({ name }) => name === 'Related objects')!;
  two!.fields[field.id] = [van!];
  const computer = issue('HELP-3').fields['customfield_10191']![0]!;
  issue('HELP-2').fields[related.id] = [computer];
  const backup = await rig.backUp('Computers', ['issues']);
  const { plan } = await rig.plan(backup, {
    ...WITH_ISSUES,
    targetId: rig.other,
    schema: COMPUTERS,
  });
  const group = plan.groups?.find(({ kind }) => kind === 'issue');
  assert.deepEqual([group?.things, group?.values], [3, 5]);
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'issue').map(({ name, why }) => [name, why]),
    [
      ['HELP-2 Broken screen 2', 'The field names other objects on the destination.'],
      ...[6, 8].map((number) => [
        `HELP-${number} Broken screen ${number}`,
        'The issue with this key has another summary on the destination, so it may be another issue.',
      ]),
    ],
  );
  const { facts } = await rig.restore(
    backup,
    { ...WITH_ISSUES, targetId: rig.other, schema: COMPUTERS },
    [
      { kind: 'issue', id: 'issue', rule: 'map-all', to: 'set' },
      { kind: 'issue', id: String(issue('HELP-8').id), rule: 'empty' },
    ],
  );
  assert.equal(facts.issues?.changed, 1);
  assert.deepEqual(eight!.fields, {});
  const led = ledTo(there);
  assert.deepEqual(led['HELP-6 Affected computer'], ledTo(here)['HELP-6 Affected computer']);
  assert.equal(led['HELP-2 Related objects']?.length, 2, 'what another schema has there stays');
  assert.ok(two!.fields[field.id]!.includes(van!));
});

test('a part without the right to view issues is not available, and says why', async () => {
  here.world.accounts[0]!.browsesIssues = false;
  const backup = await rig.backUp('Computers', ['issues']);
  const { parts } = await rig.stores.backups.get(rig.tenant, backup);
  const part = parts.find(({ name }) => name === 'issues');
  assert.equal(part?.status, 'unavailable');
  assert.match(part?.message ?? '', /Browse projects/);
});
