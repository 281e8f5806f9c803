import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { choiceField } from '../../../src/core/use-cases/restores/confirm-choices.ts';
import type { Choices } from '../../../src/core/restores/restore-input.ts';
import { migrationRig, objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { mapTo } from '../../support/restores/map-to.ts';
import { NEW_SCHEMA } from '../../support/restores/restore-rig.ts';

const { rig, here, there, to } = await migrationRig();

test('the other choices: a person is mapped to another one, or the run is not begun', async () => {
  const backup = await rig.backUp('Services');
  const { id, plan } = await rig.plan(backup, to('Services', 'SVC'));
  const [first, ...others] = plan.unresolved.filter(({ kind }) => kind === 'user');
  const ada = rig.there!.world.accounts[0]!.accountId;
  await assert.rejects(
    rig.start(id, [{ kind: 'user', id: others[0]!.id, rule: 'stop' }]),
    InvalidInput,
  );
  const run = await rig.complete((await rig.start(id, mapTo({ user: { [first!.id]: ada } }))).id);
  const services = objectsOf(there, rig.schemaId('Services', rig.there!), 'Service');
  assert.equal(
    services.filter((each) =>
      valuesOf(there, each, 'Owner').some((value) => (value as { user: string }).user === ada),
    ).length,
    first!.uses,
  );
  assert.equal(
    services.filter((each) => valuesOf(there, each, 'Owner').length === 0).length,
    others.reduce((sum, { uses }) => sum + uses, 0),
  );
  assert.equal((await rig.check(run.id)).differingCount, 0);
});

test('in place of an object that is gone another one is named, by its key; what is not there is refused, each by its own field', async () => {
  const [people, laptopsOf] = [
    rig.schemaId('People'),
    (name: string) => objectsOf(here, rig.schemaId(name), 'Laptop'),
  ];
  const computers = await rig.backUp('Computers');
  const refs = (name: string): number[] =>
    laptopsOf(name)
      .flatMap((each) => valuesOf(here, each, 'Used by'))
      .map((value) => (value as { ref: number }).ref)
      .sort((a, b) => a - b);
  const before = refs('Computers');
  const gone = before[0]!;
  const heir = objectsOf(here, people, 'Person').find((person) => !before.includes(person.id))!;
  here.objects.remove(gone, here.now());
  const { id, plan } = await rig.plan(computers, {
    ...NEW_SCHEMA,
    schema: { name: 'Computers of heirs', key: 'HEIRS' },
  });
  assert.deepEqual(
    plan.unresolved
      .filter(({ kind }) => kind === 'reference')
      .map((each) => [each.id, each.mappable]),
    [[String(gone), true]],
  );
  const fields = (choices: Choices) =>
    rig.start(id, choices).then(
      () => assert.fail('was queued'),
      (error: unknown) => {
        assert.ok(error instanceof InvalidInput);
        return error.fields;
      },
    );
  const refused = await fields(
    mapTo({ reference: { [gone]: 'HR-999999' }, user: { who: 'nobody' } }),
  );
  assert.deepEqual(
    Object.keys(refused).sort(),
    [choiceField('reference', String(gone)), choiceField('user', 'who')].sort(),
  );
  assert.match(refused[choiceField('reference', String(gone))]!, /No object "HR-999999"/);
  await rig.complete(
    (await rig.start(id, mapTo({ reference: { [gone]: here.keyOf(heir).toLowerCase() } }))).id,
  );
  assert.deepEqual(
    refs('Computers of heirs'),
    before.map((each) => (each === gone ? heir.id : each)).sort((a, b) => a - b),
  );
});
