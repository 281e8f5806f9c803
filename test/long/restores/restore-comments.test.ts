import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { SimComment } from '../../../simulator/site/records/model.ts';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import { systemClock } from '../../../src/clock.ts';
import { isBeingRead, type HeldPart } from '../../../src/core/backups/held-part.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const tinyId = rig.schemaId('Tiny');
const objectsOf = (schemaId: number): number[] =>
  site.typesOf(schemaId).flatMap(({ id }) => [...site.objects.idsOfType(id)]);
const people = [...site.users.keys()];
const [first, second] = objectsOf(tinyId) as [number, number];
const at = Date.parse('2024-05-26T11:58:38Z');
const say = (objectId: number, text: string, hours: number): SimComment =>
  site.comments.add(objectId, {
    author: people[hours % people.length]!,
    at: at + hours * 3_600_000,
    text,
    role: 0,
  });
say(first, 'Later', 2);
say(first, 'Sooner', 1);
say(first, 'Twice', 3);
say(first, 'Twice', 3);
say(second, 'Only <b>this</b>', 0);

afterEach(() => {
  here.settings.absent = {};
  here.settings.faults = [];
});

async function partOf(backupId: RunId): Promise<HeldPart | undefined> {
  for (;;) {
    const { parts } = await rig.stores.backups.get(rig.tenant, backupId);
    const part = parts.find(({ name }) => name === 'comments');
    if (!part || !isBeingRead(part)) return part;
    await systemClock.sleep(10);
  }
}

async function backUp(): Promise<{ id: RunId; part: HeldPart | undefined }> {
  const id = await rig.backUp('Tiny', ['comments']);
  return { id, part: await partOf(id) };
}

const { id: backup, part } = await backUp();
let copies = 0;
function asNew() {
  copies += 1;
  const schema = { name: `Copy ${copies}`, key: `COPY${copies}` };
  return { ...NEW_SCHEMA, comments: true, schema };
}
const textsOf = (schemaId: string): string[][] =>
  objectsOf(Number(schemaId))
    .map((id) => site.comments.of(id).map(({ text }) => text))
    .filter((texts) => texts.length > 0)
    .toSorted((a, b) => b.length - a.length);
const nameOf = (hours: number): string => site.person(people[hours % people.length]!)!.displayName;
const EXPECTED = [
  [
    `${nameOf(1)}, 2024-05-26 12:58 UTC:\nSooner`,
    `${nameOf(2)}, 2024-05-26 13:58 UTC:\nLater`,
    `${nameOf(3)}, 2024-05-26 14:58 UTC:\nTwice`,
    `${nameOf(3)}, 2024-05-26 14:58 UTC:\nTwice`,
  ],
  [`${nameOf(0)}, 2024-05-26 11:58 UTC:\nOnly <b>this</b>`],
];

test('comments come back in their order with author and date in front, and none twice', async () => {
  assert.equal(part?.status, 'complete');
  assert.deepEqual(part.counts, { comments: 2 });
  const { plan, facts, id } = await rig.restore(backup, asNew());
  assert.deepEqual([plan.comments, facts.notes], [5, []]);
  assert.deepEqual(textsOf(facts.schemaId), EXPECTED);
  assert.deepEqual((await rig.check(id)).structure, []);
  const into = { ...NEW_SCHEMA, comments: true, schema: { id: facts.schemaId } };
  assert.equal((await rig.restore(backup, into)).facts.writes, 0);
});

test('the objects that were backed up have their comments, and are given none', async () => {
  const into = { ...NEW_SCHEMA, comments: true, schema: { id: String(tinyId) } };
  assert.equal((await rig.restore(backup, into)).facts.writes, 0);
});

test('a comment whose answer is lost is looked for, and there once', async () => {
  here.settings.faults = [
    { path: 'comment/create', kind: 'cut-after', probability: 1, times: 2 },
    { path: 'comment/create', kind: '500', probability: 1, times: 1 },
  ];
  const { facts } = await rig.restore(backup, asNew());
  assert.deepEqual(facts.notes, []);
  assert.deepEqual(textsOf(facts.schemaId), EXPECTED);
});

test('an outage while comments are added costs none of them', async () => {
  here.settings.faults = [{ path: 'comment/object/', kind: '503', probability: 1, times: 4 }];
  const { facts } = await rig.restore(backup, asNew());
  assert.deepEqual([facts.notes, facts.lacking], [[], []]);
  assert.deepEqual(textsOf(facts.schemaId), EXPECTED);
});

test('a site that gives no comments says why, and keeps no backup and no restore from ending well', async () => {
  for (const absence of ABSENCES) {
    here.settings.absent = { comments: absence };
    const taken = await backUp();
    assert.equal(taken.part?.status, 'unavailable', String(absence));
    assert.match(taken.part.message ?? '', absence === 'odd' ? /unknown format/ : /status \d+/);
  }
  const { facts } = await rig.restore(backup, asNew());
  assert.match(facts.notes.join(), /Comments weren't restored completely: 0 comments added/);
});

test('a comment that the site refuses, and an object without a list, take no other with them', async () => {
  here.settings.absent = {};
  here.settings.faults = [
    {
      path: 'comment/create',
      sent: 'Sooner',
      kind: 'answer',
      status: 400,
      text: '{"errorMessages":["Too long."]}',
      probability: 1,
    },
  ];
  const { id, facts } = await rig.restore(backup, asNew());
  assert.match(
    facts.notes.join(),
    /4 comments added by this attempt\. 1 comment not taken by the site\. .*Too long\./,
  );
  assert.deepEqual(facts.lacking, ['comments']);
  assert.deepEqual(textsOf(facts.schemaId), [EXPECTED[0]!.slice(1), EXPECTED[1]]);
  here.settings.faults = [{ path: 'comment/object/', kind: '500', probability: 1, times: 3 }];
  const { structure } = await rig.check(id);
  assert.match(structure.join(), /Comments of 1 object couldn't be compared\./);
});
