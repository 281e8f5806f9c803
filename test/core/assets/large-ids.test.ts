/** Ids of 19 digits, of which a number of JavaScript holds no more than 15 for certain. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KnownAttributes } from '../../../src/atlassian/assets/reading/objects/known-attributes.ts';
import { readObjectPage } from '../../../src/atlassian/assets/reading/objects/read-object-page.ts';
import { parseJsonList } from '../../../src/atlassian/http/json-list.ts';
import { compareObjectIds, highestId } from '../../../src/core/assets/model/compare-object-ids.ts';
import { startAfter } from '../../../src/core/assets/paging/serial-walk.ts';
import { compareSeen } from '../../../src/core/assets/reading/compare-seen.ts';
import { SeenObjects } from '../../../src/core/assets/reading/seen-objects.ts';
import { atOnce } from '../../../src/core/kernel/loops/steps.ts';
import { GraphBuilder } from '../../../src/core/restores/objects/graph-builder.ts';
import { ObjectMatches } from '../../../src/core/restores/objects/object-matches.ts';
import { RestoreCheckpoint } from '../../../src/core/restores/restore-checkpoint.ts';
import { freeValues } from '../../../src/core/restores/write/unique/free-values.ts';
import { PretendSite } from '../../support/sites/in-memory/pretend-site.ts';
import { readingOf } from '../../support/sites/in-memory/reading-of.ts';

const BASE = 9_007_199_254_740_993_000n;
const large = (at: number): string => String(BASE + BigInt(at));

test('ids are compared by their values, whatever their number of digits', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 63n), fc.bigInt(0n, 2n ** 63n), (a, b) => {
      assert.equal(
        Math.sign(compareObjectIds(String(a), String(b))),
        Number(a > b) - Number(a < b),
      );
    }),
  );
  assert.equal(highestId(['7', large(2), 'x', large(1)]), large(2));
  assert.deepEqual(startAfter({ afterId: large(1) }, [large(2), '5']), { afterId: large(2) });
  assert.equal(startAfter({ afterId: large(2) }, [large(1)]), undefined, 'not for ever');
});

test('an answer with such ids, as numbers or as text, is read digit by digit', () => {
  const page = `{"values":[
    {"id":${large(1)},"objectKey":"T-1","objectType":{"id":${large(9)}},"attributes":[
      {"objectTypeAttributeId":"7","objectAttributeValues":[
        {"referencedObject":{"id":${large(2)}}},{"value":${large(3)}},{"value":1.50}]}]},
    {"id":"${large(2)}","objectKey":"T-2","objectType":{"id":"5"},"attributes":[]}]}`;
  const list = parseJsonList(Buffer.from(page), 'values');
  const known = new KnownAttributes();
  const read = atOnce(readObjectPage(list, { endpoint: 'x', known }));
  assert.deepEqual(read.unreadable, []);
  assert.deepEqual(
    read.objects.map(({ id, typeId }) => [id, typeId]),
    [
      [large(1), large(9)],
      [large(2), '5'],
    ],
  );
  assert.deepEqual(read.objects[0]?.values['7'], [
    { object: large(2) },
    { value: large(3) },
    { value: '1.50' },
  ]);
});

test('what was read is compared with the census, neighbours told apart', () => {
  const [read, census] = [new SeenObjects(), new SeenObjects()];
  for (const id of [large(1), large(2), '5']) read.add(id, 1);
  for (const id of [large(2), large(3), '5']) census.add(id, id === large(2) ? 2 : 1);
  assert.equal(read.size, 3);
  assert.equal(read.has(large(3)), false);
  assert.deepEqual(compareSeen(read, census, 0), {
    toFetch: [large(2), large(3)],
    toConfirm: [large(1)],
  });
  read.removeAll([large(1)]);
  assert.deepEqual([...read.allIds()], ['5', large(2)]);
});

for (const keyset of [true, false])
  test(`a schema with such objects among others is read whole, each once (${keyset ? 'by key' : 'by offset'})`, async () => {
    const site = new PretendSite({ types: { 10: 1_700, 11: 1_100 }, keyset });
    for (const object of site.objectsOf.get('11') ?? []) object.id = large(Number(object.id));
    for (const object of site.objectsOf.get('10')?.slice(-3) ?? [])
      object.id = large(Number(object.id));
    const { run, writer } = readingOf(site);
    await run.run();
    const idsOf = (objects: { id: string }[]): string[] => objects.map(({ id }) => id).sort();
    assert.deepEqual(
      idsOf([...writer.records.values()].filter(({ kind }) => kind === 'object')),
      idsOf([...site.objectsOf.values()].flat()),
    );
  });

test('a restore knows such objects, their references and their counterparts apart', () => {
  const builder = new GraphBuilder();
  builder.add('1', large(1), [large(2), large(4), '7']);
  builder.add('1', large(2), [large(1)]);
  builder.add('1', '7', []);
  const graph = atOnce(builder.build());
  assert.deepEqual(
    [0, 1, 2].map((node) => graph.idOf(node)),
    [large(1), large(2), '7'],
  );
  assert.deepEqual(
    [large(1), large(2), large(3), large(4), '7', '8'].map((id) => graph.nodeOf(id)),
    [0, 1, -1, -1, 2, -1],
  );
  assert.deepEqual([...graph.outside], [[large(4), 1]]);
  assert.deepEqual(
    [0, 1, 2, 3].map((edge) => graph.target(edge)),
    [1, -1, 2, 0],
  );
  const matches = new ObjectMatches(graph);
  assert.equal(matches.match(0, large(11)), true);
  assert.equal(matches.match(1, large(12)), true);
  assert.equal(matches.match(2, large(11)), false, 'one to one');
  assert.equal(matches.targetOf(1), large(12));
  assert.deepEqual(
    [large(11), large(12), large(13)].map((id) => matches.nodeOf(id)),
    [0, 1, -1],
  );
  const parked = [1, 2].map((at) => freeValues('integer', large(at))[0]?.[0]);
  assert.notEqual(parked[0], parked[1]);
});

test('the highest id before a run is kept digit by digit, and read as earlier versions stored it', () => {
  const stored = {
    makesSchema: false,
    types: [],
    attributes: [],
    keyName: 'k',
    writes: 0,
    objectWrites: 0,
  };
  assert.equal(RestoreCheckpoint.parse({ ...stored, baseline: large(5) }).baseline, large(5));
  assert.equal(RestoreCheckpoint.parse({ ...stored, baseline: 12 }).baseline, '12');
});
