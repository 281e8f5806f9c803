import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { objectRecord } from '../../../src/core/backups/parts/objects/object-record.ts';
import {
  attributeRecord,
  objectTypeRecord,
  schemaRecord,
} from '../../../src/core/backups/parts/structure/structure-records.ts';
import { BackupSnapshot } from '../../../src/core/compare/backup-snapshot.ts';
import { compare } from '../../../src/core/compare/compare.ts';
import { isEqual } from '../../../src/core/compare/compare-values.ts';
import { sameSchemaRules } from '../../../src/core/compare/same-schema-rules.ts';
import { readBackupStructure } from '../../../src/core/compare/structure/read-backup-structure.ts';
import { readSiteStructure } from '../../../src/core/compare/structure/read-site-structure.ts';
import { SiteSnapshot } from '../../../src/core/compare/site-snapshot.ts';
import type { Snapshot } from '../../../src/core/compare/snapshot.ts';
import { MemoryReader } from '../../support/sites/in-memory/memory-reader.ts';
import { PretendSite } from '../../support/sites/in-memory/pretend-site.ts';

const { signal } = new AbortController();
const pace = { signal, clock: systemClock };

async function backUp(site: PretendSite): Promise<MemoryReader> {
  const types = await site.objectTypes();
  const attributes = await Promise.all(types.map(({ id }) => site.attributes(id)));
  return new MemoryReader([
    schemaRecord(await site.schema()),
    ...types.map(objectTypeRecord),
    ...attributes.flat().map(attributeRecord),
    ...[...site.objectsOf.values()].flat().map((object) => objectRecord(structuredClone(object))),
  ]);
}

const fromBackup = async (reader: MemoryReader): Promise<Snapshot> =>
  new BackupSnapshot(reader, await readBackupStructure(reader), signal);

const fromSite = async (site: PretendSite): Promise<Snapshot> =>
  new SiteSnapshot(site, await readSiteStructure(site, site.schemaId, { pace }), pace);

/** Every difference in a line. */
async function differences(a: Snapshot, b: Snapshot): Promise<string[]> {
  const { structure, objects } = compare(a, b, sameSchemaRules(a, b));
  const lines = [...structure].flatMap((each) => {
    if (each.kind === 'type-only-in-b' || each.kind === 'attribute-only-in-b')
      return [`${each.kind}: ${each.b.name}`];
    if (each.kind === 'type-only-in-a' || each.kind === 'attribute-only-in-a')
      return [`${each.kind}: ${each.a.name}`];
    const name = 'a' in each ? ` ${each.a.name}` : '';
    return each.differences.map(
      (difference) => `${each.kind}${name}: ${difference.what}: ${difference.a} | ${difference.b}`,
    );
  });
  for await (const each of objects) {
    if (each.kind === 'object-only-in-a') lines.push(`${each.kind}: ${each.ref.id}`);
    else if (each.kind === 'object-only-in-b') lines.push(`${each.kind}: ${each.b.id}`);
    else
      for (const { pair, expected, actual } of each.values.filter((values) => !isEqual(values)))
        lines.push(`object ${each.a.key}: ${pair.a}: ${String(expected)} | ${String(actual)}`);
  }
  return lines;
}

/**
 * Three objects change, one goes, one comes, a type comes with an object, and the attribute gets
 * another name.
 */
function changeSite(site: PretendSite): void {
  const [first, second, third] = site.objectsOf.get('10') ?? [];
  assert.ok(first && second && third);
  first.values = { '7': [{ value: 'changed' }] };
  second.values = {};
  third.values = { '7': [{ value: 'v3' }, { value: 'more' }] };
  site.delete('4');
  site.objectsOf.get('10')?.push(site.make('10', 5_000));
  site.objectsOf.set('30', [site.make('30', 6_000)]);
  const attributes = site.attributes.bind(site);
  site.attributes = async (typeId) =>
    (await attributes(typeId)).map((each) => ({ ...each, name: 'Title' }));
}

const DIFFERENCES = [
  'type-only-in-b: Type 30',
  'attribute Name: name: Name | Title',
  'attribute Name: name: Name | Title',
  'object T-1: 7: v1 | changed',
  'object T-2: 7: v2 | ',
  'object T-3: 7: v3 | v3,more',
  'object-only-in-b: 5000',
  'object-only-in-b: 6000',
  'object-only-in-a: 4',
].sort();

const siteOfTwoTypes = (keyset: boolean): PretendSite =>
  new PretendSite({ types: { '10': 600, '20': 3 }, keyset });

test('a backup compared with itself, and with the site that it was made from, has no differences', async () => {
  const site = siteOfTwoTypes(true);
  const backup = await fromBackup(await backUp(site));
  assert.deepEqual(await differences(backup, backup), []);
  assert.deepEqual(await differences(backup, await fromSite(site)), []);
  assert.deepEqual(await differences(await fromSite(site), backup), []);
});

test('between two backups every difference is found, down to values', async () => {
  const site = siteOfTwoTypes(true);
  const before = await fromBackup(await backUp(site));
  changeSite(site);
  const after = await fromBackup(await backUp(site));
  assert.deepEqual((await differences(before, after)).sort(), DIFFERENCES);
});

test('between a backup and the live schema the same differences are found, in both directions', async () => {
  for (const keyset of [true, false]) {
    const site = siteOfTwoTypes(keyset);
    const backup = await fromBackup(await backUp(site));
    changeSite(site);
    const live = await fromSite(site);
    assert.deepEqual((await differences(backup, live)).sort(), DIFFERENCES);
    const reversed = await differences(live, backup);
    assert.equal(reversed.length, DIFFERENCES.length);
    assert.ok(reversed.includes('object T-1: 7: changed | v1'));
    assert.ok(reversed.includes('object-only-in-a: 5000'));
    assert.ok(reversed.includes('object-only-in-b: 4'));
    assert.ok(reversed.includes('type-only-in-a: Type 30'));
  }
});

test('an object that the site gives twice is compared once', async () => {
  const site = siteOfTwoTypes(true);
  const backup = await fromBackup(await backUp(site));
  const [first] = site.objectsOf.get('10') ?? [];
  assert.ok(first);
  first.values = {};
  site.objectsOf.get('10')?.push(first);
  const added = site.make('20', 7_000);
  site.objectsOf.get('20')?.push(added, added);
  assert.deepEqual(await differences(backup, await fromSite(site)), [
    'object T-1: 7: v1 | ',
    'object-only-in-b: 7000',
  ]);
});

test('values without content count as none', async () => {
  const site = siteOfTwoTypes(true);
  const backup = await fromBackup(await backUp(site));
  const [first] = site.objectsOf.get('20') ?? [];
  assert.ok(first);
  first.values['8'] = [{ other: { referencedObject: null } }];
  assert.deepEqual(await differences(backup, await fromSite(site)), []);
});

test('objects that only the first snapshot has are found without reading them', async () => {
  const site = siteOfTwoTypes(true);
  const reader = await backUp(site);
  site.objectsOf.set('10', []);
  assert.equal((await differences(await fromBackup(reader), await fromSite(site))).length, 600);
  assert.equal(reader.bodies, 3);
});

test('the objects of a backup come by type and id, in pages that fit into memory', async () => {
  const backup = await fromBackup(await backUp(siteOfTwoTypes(true)));
  const ids: number[] = [];
  for await (const page of backup.pages(['10', '20'])) {
    assert.ok(page.length <= 250);
    ids.push(...page.map(({ id }) => Number(id)));
  }
  assert.deepEqual(
    ids,
    Array.from({ length: 603 }, (_none, at) => at + 1),
  );
});

test('an object that a backup holds under two types is only there once', async () => {
  const site = new PretendSite({ types: { 10: 3, 11: 1 }, keyset: true });
  const [first] = site.objectsOf.get('10')!;
  const records = [objectRecord({ ...first!, typeId: '11' })];
  for await (const record of (await backUp(site)).records({})) records.push(record);
  const doubled = new MemoryReader(records);
  site.delete(first!.id);
  const a = await fromBackup(doubled);
  assert.deepEqual(await differences(a, await fromSite(site)), ['object-only-in-a: 1']);
});
