/** Issues of a Data Center that name objects: read into a backup, and set by restores. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import type { SimIssue } from '../../../simulator/site/records/model.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import { StoredIssue } from '../../../src/core/backups/parts/issues/issue-record.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

/** A few tell as much as all. */
const ISSUES = 11;
const COMPUTERS = { name: 'Computers', key: 'COMP' };
const WITH_ISSUES = { ...NEW_SCHEMA, issues: 'unchanged' as const };

const rig = await RestoreRig.start([
  {
    seed: 'demo',
    platform: 'data-center',
    settings: { issuePageMax: 4, reservedCharacters: false },
  },
  { seed: 'other' },
]);
await rig.work();
const { here } = rig;
const there = rig.there!;
const { site } = here.world;
keepNamed(rig);

/** Leaves a few issues, and of the computers those that they name. */
function keepNamed(of: RestoreRig): void {
  const { site: its } = of.here.world;
  its.issues.splice(ISSUES);
  const named = its.issues.flatMap(({ fields }) => Object.values(fields).flat());
  for (const type of its.typesOf(of.schemaId('Computers')))
    for (const id of its.objects.idsOfType(type.id).slice())
      if (!named.includes(id)) its.deleteObject(id);
}

/** What the fields of all issues lead to, in words: schema and label. */
function ledTo({ world }: Simulator): Record<string, string[]> {
  const wordsOf = (id: number): string => {
    const object = world.site.objects.get(id);
    return object
      ? `${world.site.schemaOf(object).name}: ${world.site.labelOf(object)}`
      : 'nothing';
  };
  const fields = ({ key, fields: values }: SimIssue) =>
    Object.entries(values).map(([name, ids]): [string, string[]] => [
      `${key} ${world.site.fields.find(({ id }) => id === name)?.name}`,
      ids.map(wordsOf).sort(),
    ]);
  return Object.fromEntries(world.site.issues.flatMap(fields).filter(([, ids]) => ids.length > 0));
}

async function issuesIn(id: RunId): Promise<z.output<typeof StoredIssue>[]> {
  const backup = await rig.stores.backups.get(rig.tenant, id);
  const reader = await rig.stores.storages.open(rig.tenant, backup.storageId).openReader(backup);
  const found: z.output<typeof StoredIssue>[] = [];
  for await (const { body } of reader.records({ kind: 'issue' }))
    found.push(StoredIssue.parse(body));
  return found;
}

/** What they are led to on another site: of the objects that were named, those that went along. */
function ledThere(named: Record<string, string[]>, keys: ReadonlySet<string>) {
  const fields = Object.entries(named)
    .filter(([field]) => keys.has(field.split(' ')[0] ?? ''))
    .map(([field, objects]): [string, string[]] => [
      field,
      objects.filter((words) => words.startsWith('Computers')),
    ]);
  return Object.fromEntries(fields.filter(([, objects]) => objects.length > 0));
}

const before = ledTo(here);
const backup = await rig.backUp('Computers', ['issues']);

test('every issue that names an object is in the backup, with the id of each object', async () => {
  const { parts } = await rig.stores.backups.get(rig.tenant, backup);
  const part = parts.find(({ name }) => name === 'issues');
  assert.deepEqual([part?.status, part?.message], ['complete', undefined]);
  const stored = await issuesIn(backup);
  assert.deepEqual(stored.map(({ key }) => key).sort(), site.issues.map(({ key }) => key).sort());
  const [first] = stored;
  const issue = site.issues.find(({ key }) => key === first?.key)!;
  for (const [field, value] of Object.entries(first?.values ?? {}))
    assert.deepEqual(
      (value as { objectId: string }[]).map(({ objectId }) => Number(objectId)),
      issue.fields[field],
    );
});

test('a deleted schema is restored as new, its issues lead to it, and again nothing is written', async () => {
  site.deleteSchema(rig.schemaId('Computers'));
  const { id, facts } = await rig.restore(backup, { ...WITH_ISSUES, schema: COMPUTERS });
  assert.deepEqual([facts.issues?.set, facts.issues?.failed], [ISSUES, 0]);
  assert.deepEqual(ledTo(here), before);
  assert.ok(site.issues.every(({ writes, notices }) => writes === 1 && notices === 0));
  const check = await rig.check(id);
  assert.deepEqual([check.issues?.compared, check.issues?.differingCount], [ISSUES, 0]);
  const schema = { id: String(rig.schemaId('Computers')) };
  const again = await rig.restore(backup, { ...WITH_ISSUES, schema });
  assert.equal(again.facts.issues?.right, ISSUES);
  assert.ok(site.issues.every(({ writes }) => writes === 1));
});

test('on a Cloud site issues are found by their keys, and lead to the objects that went along', async () => {
  const wish = { ...WITH_ISSUES, targetId: rig.other, schema: COMPUTERS };
  const { facts } = await rig.restore(backup, wish);
  const onBoth = new Set(there.world.site.issues.map(({ key }) => key));
  const moved = site.issues.filter(({ key }) => onBoth.has(key)).length;
  assert.deepEqual([facts.issues?.set, facts.issues?.missing], [moved, ISSUES - moved]);
  assert.deepEqual(ledTo(there), ledThere(before, onBoth));
});

test('and on a Data Center issues of a Cloud site are', async () => {
  const back = await RestoreRig.start([
    { seed: 'demo' },
    { seed: 'other', platform: 'data-center', settings: { reservedCharacters: false } },
  ]);
  await back.work();
  const server = back.there!;
  keepNamed(back);
  const wanted = ledTo(back.here);
  const taken = await back.backUp('Computers', ['issues']);
  const wish = { ...WITH_ISSUES, targetId: back.other, schema: COMPUTERS };
  const { facts } = await back.restore(taken, wish);
  const onBoth = new Set(server.world.site.issues.map(({ key }) => key));
  assert.ok((facts.issues?.set ?? 0) > 0);
  assert.deepEqual(ledTo(server), ledThere(wanted, onBoth));
});
