import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimObject } from '../../../simulator/site/records/model.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { site } = rig.here.world;
const office = site.typesOf(rig.schemaId('Tiny')).find((each) => each.name === 'Office')!;
const offices = (): SimObject[] =>
  site.objects.idsOfType(office.id).map((id) => site.objects.get(id)!);
const code = site.addAttribute(office.id, 'Code', { unique: true });
const mail = site.addAttribute(office.id, 'Mail', { unique: true, defaultTypeId: 8 });
const set = (id: number, values: string[]): void =>
  offices().forEach((each, at) =>
    site.updateObject(each, { [id]: values[at] ? [values[at]] : [] }),
  );
const get = (id: number): unknown[] => offices().map((each) => each.values[id]?.[0]);
const into = { ...NEW_SCHEMA, schema: { id: String(rig.schemaId('Tiny')) } };

test('unique values that went from one object to the next, in circles of two and more, come back', async () => {
  const codes = offices().map((_each, at) => `C-${at}`);
  const mails = offices().map((_each, at) => `m${at}@example.com`);
  set(code.id, codes);
  set(mail.id, mails);
  const backup = await rig.backUp('Tiny');
  const turned = [codes[1]!, codes[0]!, codes[3]!, codes[4]!, codes[2]!, ...codes.slice(5)];
  set(
    code.id,
    codes.map(() => ''),
  );
  set(code.id, turned);
  set(
    mail.id,
    mails.map(() => ''),
  );
  set(mail.id, [...mails].reverse());
  const { facts, id } = await rig.restore(backup, into);
  assert.deepEqual([get(code.id), get(mail.id)], [codes, mails]);
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 0]);
  assert.ok((await rig.lines(id)).every(({ leftOut }) => leftOut === undefined));
  assert.equal((await rig.check(id)).differingCount, 0);
});

test('a value that somebody outside of the restore has stays out, and the object keeps what it had', async () => {
  const codes = get(code.id);
  const backup = await rig.backUp('Tiny');
  const [first] = offices();
  site.updateObject(first!, { [code.id]: ['elsewhere'] });
  const stranger = site.addObject(office.id, { [code.id]: [codes[0] as string] });
  const { facts } = await rig.restore(backup, into);
  assert.deepEqual([get(code.id)[0], facts.valuesLeftOut], ['elsewhere', 1]);
  site.objects.remove(stranger.id, site.now());
});
