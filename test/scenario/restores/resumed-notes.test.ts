/** A restore fails at its end and goes on: what is said of it in the end is true then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { failAtTheEnd } from '../../support/restores/deaths/fail-at-the-end.ts';
import { restoreFacts } from '../../support/restores/restore-facts.ts';
import { NEW_SCHEMA } from '../../support/restores/restore-rig.ts';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, here, site, labelled, attribute, objects, valuesOf } = await tinyRig();

const link = site.attributes.get(attribute(labelled('Office 1'), 'City'))!;
const referenceTypeId = site.nextId();
site.referenceTypes.set(referenceTypeId, {
  ...[...site.referenceTypes.values()][0]!,
  id: referenceTypeId,
  name: 'Stands in',
  schemaId: rig.schemaId('Tiny'),
});
Object.assign(link, { referenceTypeId });
const backup = await rig.backUp('Tiny');

const refusing = (path: string, sent: string): Fault => ({
  kind: 'answer',
  method: 'POST',
  path,
  sent,
  status: 409,
  text: '{"errorMessages":["Internal."]}',
  probability: 1,
});

test('what an attempt says of a step that another one repeats is said no more, and what was made once stays told', async () => {
  const wish = { ...NEW_SCHEMA, schema: { name: 'Copy', key: 'COPY' } };
  here.settings.faults = [
    refusing('/config/referencetype$', '"Stands in"'),
    refusing('/objecttypeattribute/', '"Opened"'),
  ];
  const id = await failAtTheEnd(rig, (await rig.plan(backup, wish)).id);
  here.settings.faults = [];
  const without = objects('Office', 'Copy');
  assert.equal(without.length, 17, 'the attribute was refused, and the objects are there');
  await rig.restores.resume(rig.tenant, id, rig.by);
  const { notes, created, valuesLeftOut } = restoreFacts(await rig.complete(id));
  assert.deepEqual([created, valuesLeftOut], [20, 0]);
  assert.deepEqual(valuesOf(labelled('Office 1', 'Copy'), 'Opened'), ['2020-01-01']);
  assert.equal(notes.length, 1, notes.join('\n'));
  assert.match(
    notes[0]!,
    /refused the reference type "Stands in": Internal\. ".+" is used instead/,
  );
});
