/** The story of the fixture `interrupted`: three sites that were left in the middle of things. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, install, ok, setUp, sync } from '../../../scripts/demo-steps.ts';
import { planRestore, startRestore } from '../../../scripts/restore-steps.ts';
import {
  ON_LEAP_DAYS,
  queueBackup,
  readingOn,
  saveSchedule,
  schemaOf,
  untilRow,
  working,
  type Named,
} from '../service/page-steps.ts';
import type { Workshop } from './workshop.ts';

/** Stays installed, and has work in hand. */
const BUSY = 0;
/** Is uninstalled, and in its days of grace. */
const LEFT = 1;
/** Its connection is deleted. */
const APART = 2;
const WEEKLY = { on: true, cron: '0 1 * * 0', timeZone: 'UTC' };
const SELDOM = { on: true, cron: ON_LEAP_DAYS, timeZone: 'Europe/Berlin' };

const CREATES = /object\/create$/;

interface Prepared {
  schemas: Named[];
  planId: string;
  offices: string;
  services: string;
}

export async function interrupted(shop: Workshop): Promise<void> {
  await shop.renew('working');
  for (const at of [BUSY, LEFT, APART]) await install(shop.site(at).url, shop.service.url);
  const tiny = await prepareLeft(shop);
  await prepareApart(shop);
  const prepared = await prepareBusy(shop);
  await dieWithCheckpoint(shop, schemaOf(prepared.schemas, 'Computers'));
  await dieInRestore(shop, prepared, tiny);
  await queueOnly(shop, prepared);
}

async function prepareLeft(shop: Workshop): Promise<Named> {
  const admin = shop.admin(LEFT);
  await setUp(admin);
  const tiny = schemaOf(await sync(admin), 'Tiny');
  await backUp(admin, tiny);
  await backUp(admin, tiny);
  await saveSchedule(admin, tiny, SELDOM);
  return tiny;
}

/** Deleting the connection switches its schedules off. */
async function prepareApart(shop: Workshop): Promise<void> {
  const admin = shop.admin(APART);
  await setUp(admin);
  const schemas = await sync(admin);
  for (const schema of schemas) {
    await backUp(admin, schema);
    await saveSchedule(admin, schema, WEEKLY);
  }
  ok('Delete the connection', await admin.post('/app/connection/delete'));
  shop.say('a connection is deleted');
}

async function prepareBusy(shop: Workshop): Promise<Prepared> {
  const admin = shop.admin(BUSY);
  await setUp(admin);
  const schemas = await sync(admin);
  const offices = await backUp(admin, schemaOf(schemas, 'Offices'));
  const services = await backUp(admin, schemaOf(schemas, 'Services'));
  await backUp(admin, schemaOf(schemas, 'Services'));
  await backUp(admin, schemaOf(schemas, 'Licences'));
  const there = schemaOf(await shop.content(BUSY).schemas(), 'Licences');
  await shop.recorder.control(BUSY, 'delete-schema', { schemaId: Number(there.id) });
  await sync(admin);
  const { id: planId } = await planRestore(admin, offices.backupId);
  shop.say('the busy site has its backups and a plan');
  return { schemas, planId, offices: offices.backupId, services: services.backupId };
}

async function dieWithCheckpoint(shop: Workshop, computers: Named): Promise<void> {
  await shop.renew('hurried');
  shop.recorder.latencyMs = 1_000;
  await queueBackup(shop.admin(BUSY), computers);
  await untilRow(shop.admin(BUSY), computers, readingOn);
  await shop.kill();
  shop.say('killed behind a checkpoint');
}

/**
 * A successor continues the backup and is killed before its first checkpoint, and a restore with
 * it.
 */
async function dieInRestore(shop: Workshop, prepared: Prepared, tiny: Named): Promise<void> {
  shop.recorder.holdBack = await searchesOf(shop, 'Computers');
  await shop.renew('working');
  const busy = shop.admin(BUSY);
  shop.recorder.latencyMs = 600;
  await startRestore(busy, prepared.planId);
  await shop.untilCalled(CREATES, 12);
  await deleteBackup(shop, prepared.offices, 'Offices');
  shop.recorder.latencyMs = 1_200;
  await queueBackup(shop.admin(LEFT), tiny);
  await untilRow(shop.admin(LEFT), tiny, working);
  await until('a search of the backup', async () => (shop.recorder.held > 0 ? true : undefined));
  await shop.untilCalled(CREATES, 12);
  await delay(500); // so that lines are saved, and the next calls are on their way
  await shop.kill();
  shop.recorder.latencyMs = 0;
  shop.recorder.holdBack = undefined;
  shop.say('killed in a restore');
}

/** Fits the searches for objects of the types of a schema. */
async function searchesOf(shop: Workshop, schema: string): Promise<RegExp> {
  const content = shop.content(BUSY);
  const types = await content.types(schemaOf(await content.schemas(), schema).id);
  return new RegExp(`objectTypeId\\W+(${types.map(({ id }) => id).join('|')})\\b`);
}

/** What is asked for while no worker is there. */
async function queueOnly(shop: Workshop, { schemas, services }: Prepared): Promise<void> {
  await shop.renew('pages only');
  const admin = shop.admin(BUSY);
  await queueBackup(admin, schemaOf(schemas, 'Services'));
  await deleteBackup(shop, services, 'Services');
  const licences = schemaOf(schemas, 'Licences');
  ok('Delete', await admin.post(`/app/schemas/${licences.id}/delete`, { name: 'Licences' }));
  const uninstall = `${shop.site(LEFT).url}/_simulator/uninstall`;
  const answer = await fetch(uninstall, { method: 'POST', body: '{}' });
  if (!answer.ok) throw new Error(`It was not uninstalled: ${await answer.text()}`);
  await shop.kill();
}

async function deleteBackup(shop: Workshop, backupId: string, name: string): Promise<void> {
  const answer = await shop.admin(BUSY).post(`/app/backups/${backupId}/delete`, { name });
  ok('Delete', answer);
  if (!answer.events['close-dialog']) throw new Error(`The backup of ${name} is not deleted.`);
}
