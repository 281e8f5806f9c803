/** The story of the fixture `everyday`: a site in its daily use, with another one to migrate to. */
import type { AdminSession } from '../../../scripts/admin-session.ts';
import { backUp, install, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import {
  addTarget,
  checkRestore,
  planRestore,
  runRestore,
} from '../../../scripts/restore-steps.ts';
import {
  atRest,
  describe,
  failBackup,
  ON_LEAP_DAYS,
  queueBackup,
  readingOn,
  ruleForSoon,
  saveSchedule,
  schemaOf,
  stopBackup,
  untilRow,
  working,
  type Named,
} from '../service/page-steps.ts';
import type { Workshop } from './workshop.ts';

const HERE = 0;
const OTHER = 1;
/** Nobody of that id is on either site: a restore leaves the value out. */
const STRANGER = '712020:0badcafe-0000-4000-8000-000000000001';
const DESCRIPTION = 'Before the move to Boston, with “quotes” & <signs>';

export async function everyday(shop: Workshop): Promise<void> {
  await shop.renew('working');
  await install(shop.site(HERE).url, shop.service.url);
  await setUp(shop.admin(HERE));
  const schemas = await sync(shop.admin(HERE));
  shop.say('set up and synced');
  await saveSchedule(shop.admin(HERE), schemaOf(schemas, 'Services'), ruleForSoon());
  const chain = await backUpOffices(shop, schemaOf(schemas, 'Offices'));
  await backUpAndFail(shop, schemas);
  await schedule(shop.admin(HERE), schemas);
  await loseLicences(shop, schemas);
  await restoreAndMigrate(shop, chain);
  await awaitSlot(shop, schemaOf(schemas, 'Services'));
  await stopOne(shop, schemaOf(schemas, 'Services'));
  await dieAtWork(shop, schemaOf(schemas, 'People'));
}

/** Three backups with changes between them. */
async function backUpOffices(shop: Workshop, offices: Named): Promise<string[]> {
  const admin = shop.admin(HERE);
  const first = await backUp(admin, offices);
  await changeOffices(shop);
  const second = await backUp(admin, offices);
  await describe(admin, second.backupId, DESCRIPTION);
  await employStrangers(shop);
  const third = await backUp(admin, offices);
  await verify(admin, third.backupId);
  shop.say('a chain of three backups');
  return [first.backupId, second.backupId, third.backupId];
}

/** Some objects change, two appear, one vanishes. */
async function changeOffices(shop: Workshop): Promise<void> {
  const content = shop.content(HERE);
  const typeId = await content.typeId('Offices', 'Room');
  const name = await content.attributeId(typeId, 'Name');
  const city = await content.attributeId(typeId, 'City');
  const rooms = await content.objects('objectType = "Room"');
  const [berlin] = await content.objects('objectType = "City" AND Name = "Berlin"');
  for (const room of rooms.slice(0, 12)) {
    const values = { [name]: [`${room.label}, rebuilt`] };
    await shop.mutate(HERE, { op: 'update', objectId: Number(room.id), values });
  }
  for (const label of ['Boiler room', 'Boiler room']) {
    const values = { [name]: [label], [city]: [{ ref: Number(berlin?.id) }] };
    await shop.mutate(HERE, { op: 'create', typeId: Number(typeId), values });
  }
  await shop.mutate(HERE, { op: 'delete', objectId: Number(rooms.at(-1)?.id) });
}

async function employStrangers(shop: Workshop): Promise<void> {
  const content = shop.content(HERE);
  const typeId = await content.typeId('Offices', 'Office');
  const contact = await content.attributeId(typeId, 'Contact');
  const offices = await content.objects('objectType = "Office"');
  for (const { id } of offices.slice(0, 3)) {
    const values = { [contact]: [{ user: STRANGER }] };
    await shop.mutate(HERE, { op: 'update', objectId: Number(id), values });
  }
}

async function backUpAndFail(shop: Workshop, schemas: Named[]): Promise<void> {
  const admin = shop.admin(HERE);
  await backUp(admin, schemaOf(schemas, 'People'));
  await backUp(admin, schemaOf(schemas, 'Licences'));
  await failBackup(admin, schemaOf(schemas, 'Empty shelf'));
  await shop.recorder.control(HERE, 'revoke', { email: 'admin@example.com', revoked: true });
  await failBackup(admin, schemaOf(schemas, 'Computers'));
  await shop.recorder.control(HERE, 'revoke', { email: 'admin@example.com', revoked: false });
  shop.say('failed for want of objects, and of a token');
}

async function schedule(admin: AdminSession, schemas: Named[]): Promise<void> {
  const rule = { on: true, cron: ON_LEAP_DAYS, timeZone: 'Europe/Berlin' };
  await saveSchedule(admin, schemaOf(schemas, 'People'), rule);
  await saveSchedule(admin, schemaOf(schemas, 'Licences'), rule);
  const offices = schemaOf(schemas, 'Offices');
  await saveSchedule(admin, offices, { on: true, cron: '15 22 * * 1-5', timeZone: 'UTC' });
  await saveSchedule(admin, offices, { on: false, cron: '15 22 * * 1-5', timeZone: 'UTC' });
}

/** A schema that was backed up is deleted on the site. */
async function loseLicences(shop: Workshop, schemas: Named[]): Promise<void> {
  const admin = shop.admin(HERE);
  const there = schemaOf(await shop.content(HERE).schemas(), 'Licences');
  await shop.recorder.control(HERE, 'delete-schema', { schemaId: Number(there.id) });
  await sync(admin);
  const says = (text: string): boolean => text.includes('Deleted');
  await untilRow(admin, schemaOf(schemas, 'Licences'), says);
  shop.say('a schema is deleted on the site');
}

async function restoreAndMigrate(shop: Workshop, chain: string[]): Promise<void> {
  const admin = shop.admin(HERE);
  const [, second = '', third = ''] = chain;
  const restored = await runRestore(admin, (await planRestore(admin, third)).id);
  shop.say(`restored: ${JSON.stringify(restored.sums)}`);
  shop.say(`checked: ${JSON.stringify(await checkRestore(admin, restored.id))}`);
  const { url, workspaceId } = shop.site(OTHER);
  const targetId = await addTarget(admin, { name: 'Other company', siteUrl: url, workspaceId });
  const migrated = await runRestore(admin, (await planRestore(admin, second, { targetId })).id);
  shop.say(`migrated: ${JSON.stringify(migrated.sums)}`);
  // A restore asks for a sync of its own: it has ended when this one has.
  await sync(admin);
}

/** The slot of the schedule that was set for soon; then its rule becomes one that comes seldom. */
async function awaitSlot(shop: Workshop, services: Named): Promise<void> {
  const admin = shop.admin(HERE);
  await untilRow(admin, services, (text, html) => text.includes('1 backup') && atRest(text, html));
  const rule = { on: true, cron: ON_LEAP_DAYS, timeZone: 'America/New_York' };
  await saveSchedule(admin, services, rule);
  shop.say('backed up by its schedule');
}

async function stopOne(shop: Workshop, services: Named): Promise<void> {
  const admin = shop.admin(HERE);
  shop.recorder.latencyMs = 700;
  await queueBackup(admin, services);
  await untilRow(admin, services, working);
  await stopBackup(admin, services);
  shop.recorder.latencyMs = 0;
  shop.say('stopped');
}

/** A backup that leans on another one has written a checkpoint when the service is killed. */
async function dieAtWork(shop: Workshop, people: Named): Promise<void> {
  const content = shop.content(HERE);
  const typeId = await content.typeId('People', 'Person');
  const about = await content.attributeId(typeId, 'About');
  for (const { id } of (await content.objects('objectType = "Person"')).slice(0, 20)) {
    const values = { [about]: ['Moved to another team'] };
    await shop.mutate(HERE, { op: 'update', objectId: Number(id), values });
  }
  await shop.renew('hurried');
  const admin = shop.admin(HERE);
  shop.recorder.latencyMs = 1_500;
  await queueBackup(admin, people);
  await untilRow(admin, people, readingOn);
  await shop.kill();
  shop.say('killed at work');
}
