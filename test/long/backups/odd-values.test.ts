import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { backUp, install, plain, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { readBackup } from '../../support/read-backup.ts';
import { rewritingProxy, type RewrittenCall } from '../../support/proxies/rewriting-proxy.ts';
import { RunningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/test-database.ts';

const simulator = await startSimulator({ seed: 'tiny' });
const proxy = await rewritingProxy(simulator.url);
simulator.world.url = proxy.url;
const running = new RunningApp({ ...simulator, url: proxy.url }, await testDatabaseUri(), {
  RESTORE_SETTLE_SECONDS: '1',
});
await running.start();
after(async () => {
  await running.close();
  await proxy.close();
});
const { admin } = running;
await install(proxy.url, running.app.url);

type Json = Record<string, unknown>;
const { site } = simulator.world;
const type = site.addType(site.addSchema('Odd', 'ODD').id, 'Thing');
const idOf = (name: string): number =>
  site.attributesOf(type.id).find((attribute) => attribute.name === name)!.id;
for (const [name, kind] of Object.entries({ Note: 0, Owner: 2, Team: 4 }))
  site.addAttribute(type.id, name, { type: kind, maximum: -1 });
const [user, group] = [[...site.callers.keys()][0]!, [...site.groups.keys()][0]!];
const first = site.addObject(type.id, { [idOf('Name')]: ['First'], [idOf('Note')]: ['kept'] });
const second = site.addObject(type.id, {
  [idOf('Name')]: ['Second'],
  [idOf('Note')]: ['kept'],
  [idOf('Owner')]: [{ user }],
  [idOf('Team')]: [{ group }],
});

/** Changes the answers to paths that end so; a list is changed item by item. */
function changeAnswers(changes: Record<string, (answer: Json) => void>): void {
  proxy.rewrite = ({ path, json }: RewrittenCall) => {
    for (const [end, change] of Object.entries(changes))
      if (path.endsWith(end))
        (Array.isArray(json) ? (json as Json[]) : [json as Json]).forEach(change);
  };
}

const backUpOdd = async () => {
  const odd = (await sync(admin)).find(({ name }) => name === 'Odd')!;
  return backUp(admin, odd);
};

/** The values of the second object, as the site gives them. */
function changeValuesOf(page: Json, change: (value: Json, attribute: string) => Json | null): void {
  for (const object of (page['values'] ?? []) as Json[])
    if (object['id'] === String(second.id))
      for (const entry of (object['attributes'] ?? []) as Json[])
        entry['objectAttributeValues'] = (entry['objectAttributeValues'] as Json[]).map((value) =>
          change(value, String(entry['objectTypeAttributeId'])),
        );
}

beforeEach(() => changeAnswers({}));

test('a setup goes through though the site hides or blanks whatever is not needed', async () => {
  changeAnswers({
    '/myself': (answer) =>
      Object.assign(answer, { timeZone: null, displayName: '', applicationRoles: null }),
    '/assets/workspace': (answer) => (answer['values'] as unknown[]).push(null, {}),
    '/mypermissions': (answer) => Object.assign(answer, { permissions: { ADMINISTER: null } }),
  });
  await setUp(admin);
});

test('a structure whose fields are null, text for numbers and numbers for text is read like any other', async () => {
  changeAnswers({
    '/objectschema/list': (list) =>
      (list['values'] as Json[]).forEach((each) =>
        Object.assign(each, { objectCount: null, objectTypeCount: '1', description: null }),
      ),
    '/objecttypes/flat': (each) =>
      Object.assign(each, { icon: null, description: null, position: '2', inherited: null }),
    '/attributes': (each) =>
      Object.assign(each, {
        type: each['name'] === 'Note' ? null : String(each['type']),
        position: null,
        options: null,
        regexValidation: null,
        label: String(each['label']),
      }),
    '/config/statustype': (each) => Object.assign(each, { category: null, description: null }),
    '/config/referencetype': (each) => Object.assign(each, { removable: null, color: 7 }),
  });
  const { objects, backupId } = await backUpOdd();
  assert.equal(objects, '2');
  await verify(admin, backupId);
});

test('an odd value is kept as it came, seen inside the backup, and told of by backup and restore', async () => {
  const [owner, team] = [String(idOf('Owner')), String(idOf('Team'))];
  changeAnswers({
    '/object/aql': (page) =>
      changeValuesOf(page, (value, attribute) => {
        if (attribute === owner) return { user: { displayName: 'Former user', isDeleted: true } };
        if (attribute === team) return null;
        return attribute === String(idOf('Note')) ? { ...value, additionalValue: 'more' } : value;
      }),
  });
  const { objects, backupId } = await backUpOdd();
  assert.equal(objects, '2');
  const detail = plain((await admin.get(`/app/backups/${backupId}`)).html);
  assert.match(detail, /3 values in an unknown format/);
  assert.match(
    detail,
    new RegExp(`Second \\(${site.keyOf(second)}\\), Owner: it names a user without an account`),
  );
  const inside = await admin.get(`/app/backups/${backupId}/contents/${type.id}/${second.id}`);
  assert.match(plain(inside.html), /Kept as Assets sent it: .*Former user/);
  assert.match(plain(inside.html), /kept \(with it: .*more/);
  const plan = await planRestore(admin, backupId);
  const restored = await runRestore(admin, plan.id);
  const report = await admin.get(`/app/restores/${restored.id}/report?format=json`);
  assert.match(report.html, /Former user[^\]]*?in a format no public API can write/);
  assert.match(report.html, /more[^\]]*?along with the value/);
});

test('an object without label, name, key and type is saved, also where all of them are', async () => {
  changeAnswers({
    '/object/aql': (page) =>
      (page['values'] as Json[]).forEach((object) =>
        Object.assign(object, { label: null, name: null, objectKey: null, objectType: null }),
      ),
  });
  const { objects, backupId } = await backUpOdd();
  assert.equal(objects, '2');
  const records = await readBackup(running, backupId);
  assert.deepEqual(
    records
      .filter(({ kind }) => kind === 'object')
      .map(({ label }) => label)
      .sort(),
    [first, second].map(({ id }) => `Object ${id}`).sort(),
  );
});

test('a value of 5,000 levels is listed, and everything else is kept', async () => {
  const deep = '{"a":['.repeat(2_500) + '1' + ']}'.repeat(2_500);
  proxy.rewrite = (call) => {
    if (!call.path.endsWith('/object/aql')) return;
    changeValuesOf(call.json as Json, (value, attribute) =>
      attribute === String(idOf('Note')) ? { value: '@deep' } : value,
    );
    call.text = JSON.stringify(call.json).replaceAll('"@deep"', deep);
  };
  const { objects, backupId } = await backUpOdd();
  assert.equal(objects, '2');
  const detail = plain((await admin.get(`/app/backups/${backupId}`)).html);
  assert.match(detail, /1 value couldn't be saved/);
  assert.match(
    detail,
    new RegExp(`Second \\(${site.keyOf(second)}\\), Note: it is nested too deep`),
  );
});
