import { addDataCenter, deleteDataCenter, listDataCenters } from '../add-data-center.ts';
import { AdminSession } from '../admin-session.ts';
import {
  backUp,
  backUpWith,
  listSchemas,
  ok,
  schedule,
  setUp,
  sync,
  verify,
  type BackupShown,
} from '../demo-steps.ts';
import {
  addTarget,
  checkRestore,
  planRestore,
  runRestore,
  sumsOf,
  targetNamed,
  type Sums,
} from '../restore-steps.ts';
import { endProgress, say, sayProgress, secondsSince } from './say.ts';
import { awaitParts } from './await-parts.ts';
import { linesOfParts } from './lines-of-parts.ts';
import type { Demo } from './start-demo.ts';

interface SchemaShown {
  id: string;
  name: string;
}

const MAIN_SCHEMA = 'Computers';
/** What the main schema refers to. */
const REFERRED_SCHEMAS = ['Offices', 'People'];
const SCHEDULED_SCHEMA = 'Offices';
const SERVER_SCHEMA = 'Hardware';

/** What is read beside the objects. */
const PARTS = ['history', 'avatars', 'comments', 'issues', 'attachments'];
/** What the wizard has a tick for, of what can be written. */
const RESTORED_PARTS = ['comments', 'attachments', 'roles', 'setIssues'];

/**
 * Sets the app up, backs a schema up, restores and migrates it, migrates one of the Data Center,
 * and schedules another one.
 */
export async function runMainJob(demo: Demo): Promise<void> {
  const admin = new AdminSession(demo.site.url, demo.app.url, undefined, demo.door);
  await setUp(admin);
  say('Set up', 'account checked with the site, storage chosen');
  await sync(admin);
  // An earlier demo's database may list a Data Center as well, and schemas that went with its site.
  const schemas = await listSchemas(admin, '?hideDeleted=on&location=cloud');
  const names = schemas.map((schema) => schema.name);
  say('Synced', `${schemas.length} schemas: ${names.join(', ')}`);
  const schema = schemas.find((each) => each.name === MAIN_SCHEMA) ?? schemas[0];
  if (!schema) throw new Error('The site has no schemas to back up.');
  const backup = await backUpAndVerify(admin, schema);
  await restoreAndCheck(admin, backup);
  const referred = schemas.filter((each) => REFERRED_SCHEMAS.includes(each.name));
  const targetId = await prepareTarget(admin, demo, schema.name === MAIN_SCHEMA ? referred : []);
  await restoreAndCheck(admin, backup, { targetId, url: demo.otherSite.url });
  await migrateDataCenter(admin, demo);
  const scheduled = schemas.find((each) => each.name === SCHEDULED_SCHEMA);
  if (scheduled) await scheduleSchema(admin, scheduled);
}

async function backUpAndVerify(admin: AdminSession, schema: SchemaShown): Promise<BackupShown> {
  const backupFrom = performance.now();
  const backup = await backUpWith(admin, schema, {
    parts: PARTS,
    onProgress: (text) => sayProgress(`Backing up ${schema.name}: ${text}`),
  });
  endProgress();
  say(
    'Backed up',
    `${backup.schema}: ${backup.objects} objects, ${backup.size} (${backup.stored} new), in ${secondsSince(backupFrom)}`,
  );
  const partsFrom = performance.now();
  const parts = await awaitParts(admin, backup, (text) => sayProgress(`Reading parts: ${text}`));
  endProgress();
  const shown = parts.filter(({ state }) => state !== '–' && state !== '');
  say(
    'Parts read',
    `${shown.map(({ title, state }) => `${title} ${state}`).join(', ')}, in ${secondsSince(partsFrom)}`,
  );
  for (const { title, why } of shown) if (why !== '') say('', `${title}: ${why}`);
  const verifyFrom = performance.now();
  await verify(admin, backup.backupId);
  say('Verified', `every byte read back, no damage found, in ${secondsSince(verifyFrom)}`);
  return backup;
}

/** Makes the other site a target instance, with the schemas that the main one refers to. */
async function prepareTarget(
  admin: AdminSession,
  { otherSite }: Demo,
  referred: SchemaShown[],
): Promise<string> {
  const name = `Other company, port ${otherSite.port}`; // an earlier demo may have left one under another port
  const target = { name, siteUrl: otherSite.url, workspaceId: otherSite.workspaceId };
  const targetId = (await targetNamed(admin, name)) ?? (await addTarget(admin, target));
  say('Target instance', `${name}: address, account and workspace checked`);
  const from = performance.now();
  for (const schema of referred) {
    const { backupId } = await backUp(admin, schema);
    const plan = await planRestore(admin, backupId, { targetId });
    await runRestore(admin, plan.id, (text) => sayProgress(`Migrating ${schema.name}: ${text}`));
  }
  endProgress();
  const names = referred.map((schema) => schema.name).join(' and ');
  if (names) {
    say(
      'Migrated first',
      `${names}, because the next schema refers to them, in ${secondsSince(from)}`,
    );
  }
  return targetId;
}

/** Adds the Data Center and migrates one of its schemas to this site. */
async function migrateDataCenter(admin: AdminSession, { dataCenter }: Demo): Promise<void> {
  const name = `Jira Data Center, port ${dataCenter.port}`;
  const known = await listDataCenters(admin);
  // Those of earlier demos went with their ports.
  for (const each of known.filter((other) => other.name !== name))
    await deleteDataCenter(admin, each.id);
  if (!known.some((each) => each.name === name))
    await addDataCenter(admin, { name, siteUrl: dataCenter.url });
  await sync(admin);
  const siteUrl = encodeURIComponent(dataCenter.url);
  const schemas = await listSchemas(admin, `?hideDeleted=on&siteUrl=${siteUrl}`);
  say(
    'Data Center',
    `${name}: address, version, account and Assets checked; its schemas are listed`,
  );
  const schema = schemas.find((each) => each.name === SERVER_SCHEMA);
  if (!schema) throw new Error(`The Data Center doesn't list its schema ${SERVER_SCHEMA}.`);
  await restoreAndCheck(admin, await backUpAndVerify(admin, schema));
}

/** Restores a backup as a new schema of this site, or of a target instance, and checks it. */
async function restoreAndCheck(
  admin: AdminSession,
  backup: BackupShown,
  target?: { targetId: string; url: string },
): Promise<void> {
  const planFrom = performance.now();
  const plan = await planRestore(admin, backup.backupId, {
    ...(target ? { targetId: target.targetId } : {}),
    parts: RESTORED_PARTS,
  });
  const where = target ? ` of ${target.url}` : '';
  say(
    target ? 'Migration planned' : 'Restore planned',
    `into the new schema ${plan.schema} (${plan.key})${where}: about ${plan.calls} calls, ${plan.unresolved} missing people, references and so on, in ${secondsSince(planFrom)}`,
  );
  const runFrom = performance.now();
  const { id, sums, notes } = await runRestore(admin, plan.id, (text) =>
    sayProgress(`Restoring ${backup.schema}: ${text}`),
  );
  endProgress();
  const figure = (name: string): number => Number(sums[name]?.replaceAll(',', ''));
  const calls = (figure('Calls that wrote') / figure('Created')).toFixed(2);
  say(
    target ? 'Migrated' : 'Restored',
    `${sums['Created']} objects with ${calls} write calls each, ${sums['Values left out']} values skipped (see the report), in ${secondsSince(runFrom)}`,
  );
  const checked = await check(admin, id, plan.schema);
  const held = sumsOf(ok('The backup', await admin.get(`/app/backups/${backup.backupId}`)));
  for (const { part, text } of linesOfParts({ held, checked, notes })) say('', `${part}: ${text}`);
}

/** Returns what the check counted. @throws Error when it finds something missing or different */
async function check(admin: AdminSession, restoreId: string, schema: string): Promise<Sums> {
  const from = performance.now();
  const checked = await checkRestore(admin, restoreId, (text) =>
    sayProgress(`Checking ${schema}: ${text}`),
  );
  endProgress();
  const explained = checked['Explained by the report'];
  const explanation = explained === '0' ? '' : `, ${explained} except for skipped values`;
  say('', `checked: ${checked['Equal']} equal${explanation}, in ${secondsSince(from)}`);
  return checked;
}

async function scheduleSchema(admin: AdminSession, schema: SchemaShown): Promise<void> {
  const { words, next } = await schedule(admin, schema, (text) =>
    sayProgress(`Backing up ${schema.name}: ${text}`),
  );
  endProgress();
  say('Scheduled', `${schema.name}: ${words}; next ${next}`);
}
