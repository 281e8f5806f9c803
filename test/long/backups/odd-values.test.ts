import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { addDataCenter } from '../../../scripts/add-data-center.ts';
import { backUp, install, plain, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import type { SimObject } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { readBackup } from '../../support/backups/read-backup.ts';
import { rewritingProxy, type RewrittenCall } from '../../support/proxies/rewriting-proxy.ts';
import { RunningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

type Json = Record<string, unknown>;

/** How a kind of site answers where the kinds differ. */
const KINDS = [
  { kind: 'cloud', pages: '/object/aql', objects: 'values', schemas: 'values' },
  {
    kind: 'data-center',
    pages: '/aql/objects',
    objects: 'objectEntries',
    schemas: 'objectschemas',
  },
] as const;

/** A site of this kind behind a proxy that changes its answers. */
async function behindProxy(kind: (typeof KINDS)[number]['kind']) {
  const simulator = await startSimulator({ seed: 'tiny', platform: kind });
  const proxy = await rewritingProxy(simulator.url);
  simulator.world.url = proxy.url;
  after(() => proxy.close());
  return { simulator, proxy };
}

const cloud = await behindProxy('cloud');
const server = await behindProxy('data-center');
const running = new RunningApp(
  { ...cloud.simulator, url: cloud.proxy.url },
  await testDatabaseUri(),
  { RESTORE_SETTLE_SECONDS: '1', PRETEND_SITE_ADDRESSES: server.proxy.url },
);
await running.start();
after(async () => {
  await running.close();
  await server.simulator.close();
});
const { admin } = running;
await install(cloud.proxy.url, running.app.url);

/** A schema with an object of which every attribute has a value, and a plain one. */
function plantOdd(site: Site, name: string) {
  const type = site.addType(site.addSchema(name, name.toUpperCase()).id, 'Thing');
  const idOf = (attribute: string): number =>
    site.attributesOf(type.id).find((each) => each.name === attribute)!.id;
  for (const [attribute, kind] of Object.entries({ Note: 0, Owner: 2, Team: 4 }))
    site.addAttribute(type.id, attribute, { type: kind, maximum: -1 });
  const [user, group] = [[...site.callers.keys()][0]!, [...site.groups.keys()][0]!];
  const first = site.addObject(type.id, { [idOf('Name')]: ['First'], [idOf('Note')]: ['kept'] });
  const second = site.addObject(type.id, {
    [idOf('Name')]: ['Second'],
    [idOf('Note')]: ['kept'],
    [idOf('Owner')]: [{ user }],
    [idOf('Team')]: [{ group }],
  });
  return { type, idOf, first, second };
}

/** Changes the answers to paths that end so; a list is changed item by item. */
function changeAnswers(
  { proxy }: typeof cloud,
  changes: Record<string, (answer: Json) => void>,
): void {
  proxy.rewrite = ({ path, json }: RewrittenCall) => {
    for (const [end, change] of Object.entries(changes))
      if (path.endsWith(end))
        (Array.isArray(json) ? (json as Json[]) : [json as Json]).forEach(change);
  };
}

/** The values of an object, as the site gives them. */
function changeValuesOf(
  { id }: SimObject,
  objects: unknown,
  change: (value: Json, attribute: string) => Json | null,
): void {
  for (const object of (objects ?? []) as Json[])
    if (String(object['id']) === String(id))
      for (const entry of (object['attributes'] ?? []) as Json[])
        entry['objectAttributeValues'] = (entry['objectAttributeValues'] as Json[]).map((value) =>
          change(value, String(entry['objectTypeAttributeId'])),
        );
}

const OF_JIRA = {
  '/myself': (answer: Json) =>
    Object.assign(answer, { timeZone: null, displayName: '', applicationRoles: null }),
  '/mypermissions': (answer: Json) => Object.assign(answer, { permissions: { ADMINISTER: null } }),
};
let targetId = '';

test('cloud: a setup goes through though the site hides or blanks whatever is not needed', async () => {
  changeAnswers(cloud, {
    ...OF_JIRA,
    '/assets/workspace': (answer) => (answer['values'] as unknown[]).push(null, {}),
  });
  await setUp(admin);
});

test('data-center: so does an instance that is added', async () => {
  changeAnswers(server, OF_JIRA);
  targetId = await addDataCenter(admin, { name: 'Jira Berlin', siteUrl: server.proxy.url });
});

for (const { kind, pages, objects: listed, schemas } of KINDS) {
  const behind = kind === 'cloud' ? cloud : server;
  const { site } = behind.simulator.world;
  const name = kind === 'cloud' ? 'Odd' : 'Strange';
  const { type, idOf, first, second } = plantOdd(site, name);
  const change = (changes: Parameters<typeof changeAnswers>[1]): void =>
    changeAnswers(behind, changes);

  const backUpOdd = async () => {
    const odd = (await sync(admin)).find((each) => each.name === name)!;
    return backUp(admin, odd);
  };

  beforeEach(() => change({}));

  test(`${kind}: a structure whose fields are null, text for numbers and numbers for text is read like any other`, async () => {
    change({
      '/objectschema/list': (list) =>
        (list[schemas] as Json[]).forEach((each) =>
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

  test(`${kind}: an odd value is kept as it came, seen inside the backup, and told of by backup and restore`, async () => {
    const [owner, team] = [String(idOf('Owner')), String(idOf('Team'))];
    change({
      [pages]: (page) =>
        changeValuesOf(second, page[listed], (value, attribute) => {
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
    const plan = await planRestore(admin, backupId, kind === 'cloud' ? {} : { targetId });
    const restored = await runRestore(admin, plan.id);
    const report = await admin.get(`/app/restores/${restored.id}/report?format=json`);
    assert.match(report.html, /Former user[^\]]*?in a format no public API can write/);
    assert.match(report.html, /more[^\]]*?along with the value/);
  });

  test(`${kind}: an object without label, name, key and type is saved, also where all of them are`, async () => {
    change({
      [pages]: (page) =>
        (page[listed] as Json[]).forEach((object) =>
          Object.assign(object, { label: null, name: null, objectKey: null, objectType: null }),
        ),
    });
    const { objects, backupId } = await backUpOdd();
    assert.equal(objects, '2');
    const records = await readBackup(running, backupId);
    assert.deepEqual(
      records
        .filter((record) => record.kind === 'object')
        .map(({ label }) => label)
        .sort(),
      [first, second].map(({ id }) => `Object ${id}`).sort(),
    );
  });

  test(`${kind}: a value of 5,000 levels is listed, and everything else is kept`, async () => {
    const deep = '{"a":['.repeat(2_500) + '1' + ']}'.repeat(2_500);
    behind.proxy.rewrite = (call) => {
      if (!call.path.endsWith(pages)) return;
      changeValuesOf(second, (call.json as Json)[listed], (value, attribute) =>
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
}
