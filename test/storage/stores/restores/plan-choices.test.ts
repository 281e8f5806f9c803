import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import {
  choicesFrom,
  withPlanChoices,
  type PlanChoice,
} from '../../../../src/core/restores/plan/plan-choices.ts';
import { KeyRing } from '../../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../../src/storage/sealing/tenant-keys.ts';
import { MongoPlanChoices } from '../../../../src/storage/stores/restores/mongo-plan-choices.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const keyRing = new KeyRing(new Map([['k', randomBytes(32)]]));
const store = new MongoPlanChoices(connection, new SecretBox(new TenantKeys(connection, keyRing)));
const [alice, bob] = [tenantId('alice'), tenantId('bob')];
const plan = runId('0123456789abcdef01234567');
const map = (id: string, to: string, toName: string): PlanChoice => ({
  kind: 'user',
  id,
  rule: 'map',
  to,
  toName,
});
const byId = (choices: PlanChoice[]): PlanChoice[] =>
  choices.toSorted((a, b) => (a.id < b.id ? -1 : 1));

test('each choice takes the place of the one for the same thing; those made at once are all kept', async () => {
  await Promise.all([
    store.save(alice, plan, [map('u1', 'ada', 'Ada')]),
    store.save(alice, plan, [{ kind: 'user', id: 'user', rule: 'stop-all' }]),
  ]);
  await store.save(alice, plan, [map('u1', 'bea', 'Bea')]);
  assert.deepEqual(byId(await store.of(alice, plan)), [
    map('u1', 'bea', 'Bea'),
    { kind: 'user', id: 'user', rule: 'stop-all' },
  ]);
  assert.deepEqual(await store.of(bob, plan), []);
});

test('what was chosen later goes before what the plan was made with, also that nothing is', () => {
  const all = withPlanChoices(
    [
      { kind: 'user', id: 'u1', rule: 'map', to: 'ada' },
      { kind: 'user', id: 'u2', rule: 'stop' },
    ],
    [map('u1', 'bea', 'Bea'), { kind: 'user', id: 'u2', rule: 'unset' }],
  );
  assert.deepEqual(choicesFrom(all), [{ kind: 'user', id: 'u1', rule: 'map', to: 'bea' }]);
});

test('who is mapped to whom is not readable in the database, and goes with the tenant', async () => {
  const documents = await connection.collection('plan_choices').find().toArray();
  assert.ok(documents.length > 0);
  assert.doesNotMatch(JSON.stringify(documents), /Bea|bea"/);
  await store.purge(alice);
  assert.deepEqual(await store.of(alice, plan), []);
});
