/** Issues that Jira does not let a restore set: each is listed with a reason, others are set. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { SimIssue } from '../../../simulator/site/records/model.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import type { IssueLine } from '../../../src/core/restores/report/issue-line.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const COMPUTERS = { name: 'Computers', key: 'COMP' };
const WITH_ISSUES = { ...NEW_SCHEMA, issues: 'unchanged' as const };
const [AFFECTED, RELATED] = ['customfield_10191', 'customfield_10192'];
const CHANGE = '/rest/api/[23]/issue/';
const ISSUES = 4;

const rig = await RestoreRig.start([{ seed: 'demo' }, { seed: 'other' }], { settleMs: 5 });
await rig.work();
const { world, settings } = rig.here;

/** Each issue names a computer of its own; all other computers are gone. */
beforeEach(() => {
  world.reset('demo', 0);
  rig.there!.world.reset('other', 0);
  settings.faults = [];
  const { site } = world;
  site.issues.splice(ISSUES);
  const computers = site
    .typesOf(rig.schemaId('Computers'))
    .flatMap(({ id }) => site.objects.idsOfType(id).slice());
  site.issues.forEach((issue, at) => {
    issue.fields = { [AFFECTED]: [computers[at]!] };
  });
  for (const id of computers.slice(ISSUES)) site.deleteObject(id);
});

async function linesOf(id: RunId): Promise<IssueLine[]> {
  const lines: IssueLine[] = [];
  for await (const line of rig.stores.restores.issues.lines(rig.tenant, id)) lines.push(line);
  return lines;
}
const isSet = ({ fields }: SimIssue): boolean => {
  const { site } = world;
  return fields[AFFECTED]!.every((id) => {
    const object = site.objects.get(id);
    return object !== undefined && site.schemaOf(object).name === 'Computers';
  });
};

/** Backs up, deletes the schema, lets `trouble` begin, and restores. */
async function restoreAmid(trouble: (issues: readonly SimIssue[]) => void) {
  const backup = await rig.backUp('Computers', ['issues']);
  world.site.deleteSchema(rig.schemaId('Computers'));
  trouble(world.site.issues);
  const { id, facts } = await rig.restore(backup, { ...WITH_ISSUES, schema: COMPUTERS });
  const failed = (await linesOf(id)).filter(({ outcome }) => outcome !== 'set');
  return { facts, failed, check: await rig.check(id) };
}

test('an issue of a project that was archived since is listed with the words of Jira', async () => {
  const { facts, failed, check } = await restoreAmid(([issue]) => {
    issue!.isArchived = true;
  });
  const [archived, ...others] = world.site.issues;
  assert.equal(facts.issues?.set, ISSUES - 1);
  assert.deepEqual(others.map(isSet), [true, true, true]);
  assert.equal(archived!.writes, 0);
  const [line] = failed;
  assert.equal(line?.key, archived!.key);
  // The search of a Data Center leaves archived issues out.
  const expected = world.isDataCenter
    ? ['missing', "The issue isn't on the destination, or the account can't see it."]
    : ['failed', 'Jira refused the change: Issues of an archived project cannot be edited.'];
  assert.deepEqual([line?.outcome, line?.reason], expected);
  assert.deepEqual([check.issues?.explained, check.issues?.differingCount], [1, 0]);
});

test('an issue that may not be read when it is to be set is listed, and takes no other with it', async () => {
  const { facts, failed } = await restoreAmid(([, issue]) => {
    const path = `${CHANGE}${issue!.id}$`;
    settings.faults = [{ path, method: 'GET', kind: 'answer', name: 'forbidden', probability: 1 }];
  });
  assert.deepEqual([facts.issues?.set, facts.issues?.failed], [ISSUES - 1, 1]);
  assert.match(failed[0]?.reason ?? '', /can't read issues/);
});

test('an issue whose changes are never answered is listed, and the others are set', async () => {
  const { facts, failed } = await restoreAmid(([, , issue]) => {
    settings.faults = [
      { path: `${CHANGE}${issue!.id}$`, method: 'PUT', kind: '500', probability: 1 },
    ];
  });
  assert.deepEqual([facts.issues?.set, facts.issues?.failed], [ISSUES - 1, 1]);
  assert.match(
    failed[0]?.reason ?? '',
    /^Jira didn't answer any of 10 attempts to change .* restore again\.$/,
  );
});

test('a field that is refused keeps no other field of its issue from being set', async () => {
  const [issue] = world.site.issues;
  issue!.fields[RELATED] = [...issue!.fields[AFFECTED]!];
  const { failed } = await restoreAmid(() => {
    const field = world.site.fields.find(({ id }) => id === RELATED)!;
    for (const context of field.contexts) context.config = { schemaId: -1 };
  });
  assert.ok(isSet(issue!));
  const [line] = failed;
  assert.equal(line?.outcome, 'failed');
  assert.match(line?.reason ?? '', /refused the change of some of the fields, and the others were/);
});

test('on another site an issue is found by the key that it had before it was moved', async () => {
  const keys = new Set(world.site.issues.map(({ key }) => key));
  const moved = rig.there!.world.site.issues.find(({ key }) => keys.has(key))!;
  Object.assign(moved, { key: 'MOVED-1', formerKeys: [moved.key] });
  const backup = await rig.backUp('Computers', ['issues']);
  const { id } = await rig.restore(backup, {
    ...WITH_ISSUES,
    targetId: rig.other,
    schema: COMPUTERS,
  });
  assert.equal(moved.writes, 1);
  const line = (await linesOf(id)).find(({ key }) => key === 'MOVED-1');
  assert.equal(line?.outcome, 'set');
});
