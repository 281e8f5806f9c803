import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp, plain } from '../../../scripts/demo-steps.ts';
import {
  checkRestore,
  planAgain,
  planRestore,
  runRestore,
} from '../../../scripts/restore-steps.ts';
import { dataCenterPages } from '../../support/pages/data-center-pages.ts';

const { running, admin, server, add } = await dataCenterPages();
const { schemas } = await add();
const hardware = schemas.find(({ name }) => name === 'Hardware')!;
const there = server.world.site;
const here = running.simulator.world.site;
const source = [...there.schemas.values()].find(({ name }) => name === 'Hardware')!;
const objectsOf = (): number => here.objectCount(migrated().id);
const migrated = () => [...here.schemas.values()].find(({ name }) => name === 'Hardware')!;
const page = async (path: string): Promise<string> => plain((await admin.get(path)).html);

let first = '';

test('a result that nothing has followed yet asks for a backup, and has a checklist where it is a migration', async () => {
  const { backupId } = await backUp(admin, hardware);
  const { id } = await runRestore(admin, (await planRestore(admin, backupId)).id);
  first = id;
  const result = await page(`/app/restores/${first}`);
  assert.match(result, /The newest backup is restored[.].*Backup now Cut-over checklist/);
  assert.doesNotMatch(result, /Restore again/);
  const list = await page(`/app/restores/${first}/cut-over`);
  assert.match(list, /1 Freeze Hardware on 127[.]0[.]0[.]1:\d+/);
  assert.match(list, /✓ Restore the last changes The last backup was restored/);
  assert.match(list, /5 Switch people over/);
});

test('a week later, what is new or changed is planned and carried over, and nothing else is written', async () => {
  const before = objectsOf();
  const type = there.typesOf(source.id).find(({ name }) => name === 'Server')!;
  const [changed] = there.objects.idsOfType(type.id);
  const label = there.labelAttributeOf(type.id).id;
  there.updateObject(there.objects.get(changed!)!, { [label]: ['Renamed meanwhile'] });
  there.addObject(type.id, { [label]: ['Came meanwhile'] }, there.now());
  await backUp(admin, hardware);
  assert.match(await page(`/app/restores/${first}`), /A newer backup was taken .*Restore again/);
  assert.match(
    await page(`/app/restores/${first}/cut-over`),
    /3 Restore the last changes The last backup isn't restored yet/,
  );
  const plan = await planAgain(admin, first);
  assert.match(plain(plan.html), /Restore 2 objects/);
  const { id, sums } = await runRestore(admin, plan.id);
  assert.deepEqual([sums['Created'], sums['Updated']], ['1', '1']);
  assert.equal(sums['of them for objects'], '2');
  assert.equal(objectsOf(), before + 1);
  await checkRestore(admin, id);
  const list = await page(`/app/restores/${first}/cut-over`);
  assert.match(
    list,
    /✓ Restore the last changes .*✓ Check the result The last restore matches its backup, except for what its result lists[.]/,
  );
});

test('a restore that has not completed is not repeated, and one of nobody is not there', async () => {
  const { backupId } = await backUp(admin, hardware);
  const { id } = await planRestore(admin, backupId);
  assert.equal((await admin.get(`/app/restores/${id}/cut-over`)).status, 404, 'a plan is none');
  assert.equal((await admin.post(`/app/restores/${'0'.repeat(24)}/again`)).status, 404);
});
