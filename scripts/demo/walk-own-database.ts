/**
 * The life of a storage that a tenant brings: a second database server, the setup on it, backups
 * there and in the service's storage, copying, retention's preview, deleting, and the uninstall,
 * which leaves alone what others keep in that database.
 */
import path from 'node:path';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { startEmbeddedDatabase } from '../../src/storage/embedded/start-embedded-database.ts';
import { AdminSession, until } from '../admin-session.ts';
import { backUp, first, ok, plain, setUp, sync, verify, type BackupShown } from '../demo-steps.ts';
import { endProgress, say, sayProgress } from './say.ts';
import { OWN_DATABASE_FOLDER, type Demo } from './start-demo.ts';
import { DAY_MS } from '../../src/core/kernel/time/durations.ts';

const DATABASE = 'kept_by_us';
const LABEL = 'Our own database';
/** What the app writes into a storage (`docs/storages.md`). */
const COLLECTIONS = ['packs', 'backup_headers', 'backup_parts', 'storage_meta'];
const OTHERS_COLLECTION = 'invoices';
const OTHERS_DOCUMENTS = 3;
const KEPT_BACKUPS = '1';
/** Longer than the days of grace after the uninstall. */
const PUT_FORWARD_MS = 8 * DAY_MS;

interface SchemaShown {
  id: string;
  name: string;
}

/** @throws Error with a sentence as soon as something is not as it should be */
export async function walkOwnDatabase(demo: Demo): Promise<void> {
  const dataDir = path.join('data', OWN_DATABASE_FOLDER, 'brought');
  const server = await startEmbeddedDatabase({ dataDir });
  const own = await connectDatabase(server.uri, DATABASE);
  const documentsIn = (name: string): Promise<number> => own.collection(name).countDocuments({});
  try {
    const invoices = Array.from({ length: OTHERS_DOCUMENTS }, (_, at) => ({ number: at + 1 }));
    await own.collection(OTHERS_COLLECTION).insertMany(invoices);
    say('A database of yours', `${server.uri}${DATABASE}, with a collection ${OTHERS_COLLECTION}`);
    const admin = new AdminSession(demo.site.url, demo.app.url);
    const { schema, backups } = await backUpIntoBoth(admin, server.uri);
    await copyIntoOwn(admin, schema);
    say('Its collections', await countEach(documentsIn));
    await showRetention(admin, schema);
    await deleteOldest(admin, schema, backups);
    await uninstall(demo, documentsIn);
  } finally {
    await own.close();
    await server.stop();
  }
}

async function backUpIntoBoth(
  admin: AdminSession,
  uri: string,
): Promise<{ schema: SchemaShown; backups: BackupShown[] }> {
  const { hostname, port } = new URL(uri);
  const address = { entry: 'fields', host: hostname, port, database: DATABASE };
  const storage = { own: 'on', provider: 'mongodb', label: LABEL, ...address };
  await setUp(admin, undefined, storage);
  say('Set up', `${LABEL}: address, version, rights and room checked, indexes created`);
  const [schema] = await sync(admin);
  if (!schema) throw new Error('The site has no schemas to back up.');
  const backups = [await backUpInto(admin, schema), await backUpInto(admin, schema)];
  ok('Settings', await admin.post('/app/settings/storage', {}));
  say('Switched back', "new backups go to the service's storage; the earlier ones stay");
  backups.push(await backUpInto(admin, schema));
  return { schema, backups };
}

async function backUpInto(admin: AdminSession, schema: SchemaShown): Promise<BackupShown> {
  const backup = await backUp(admin, schema, (text) =>
    sayProgress(`Backing up ${schema.name}: ${text}`),
  );
  endProgress();
  await verify(admin, backup.backupId);
  const where = await storageOf(admin, backup);
  say(
    'Backed up',
    `${schema.name} into ${where}: ${backup.objects} objects, ${backup.stored} new; verified`,
  );
  return backup;
}

async function storageOf(admin: AdminSession, { backupId }: BackupShown): Promise<string> {
  const row = plain(ok('The backup', await admin.get(`/app/backups/${backupId}/row`)));
  return row.includes(LABEL) ? LABEL : "the service's storage";
}

/** What the database doesn't hold yet: the backup of the service's storage. */
async function copyIntoOwn(admin: AdminSession, schema: SchemaShown): Promise<void> {
  const settings = ok('Settings', await admin.get('/app/settings?section=storage'));
  const storage = first(settings, /\/app\/settings\/storage\/([0-9a-f]{24})/) ?? '';
  const asked = await admin.post(`/app/schemas/${schema.id}/copy`, { storage });
  const problem = plain(ok('Copy', asked));
  if (problem) throw new Error(`The backups weren't copied: ${problem.slice(0, 300)}`);
  const row = await until('the copy is listed', async () => {
    const list = await admin.get(`/app/schemas/${schema.id}/backups?part=table`);
    const rows = ok('The list', list).match(/<tr\s+id="backup-[\s\S]*?<\/tr>/g) ?? [];
    return rows.map(plain).find((text) => text.includes('Copy from'));
  });
  if (!row.includes('Verified')) throw new Error(`The copy isn't verified: ${row}`);
  say('Copied', `what ${LABEL} lacked, from the service's storage; verified there, then listed`);
}

async function countEach(documentsIn: (name: string) => Promise<number>): Promise<string> {
  const counts = await Promise.all(
    COLLECTIONS.map(async (name) => `${name} ${await documentsIn(name)}`),
  );
  return counts.join(', ');
}

async function showRetention(admin: AdminSession, schema: SchemaShown): Promise<void> {
  const rules = { own: 'on', last: KEPT_BACKUPS, timeZone: 'UTC' };
  const preview = await admin.post(`/app/schemas/${schema.id}/retention/preview`, rules);
  say(
    'Retention',
    `"keep the last ${KEPT_BACKUPS} in each storage" would do this: ${plain(ok('Preview', preview))}`,
  );
}

/** The others lean on it, and stay whole. */
async function deleteOldest(
  admin: AdminSession,
  schema: SchemaShown,
  [oldest, ...others]: BackupShown[],
): Promise<void> {
  if (!oldest) return;
  ok('Delete', await admin.post(`/app/backups/${oldest.backupId}/delete`, { name: schema.name }));
  for (const { backupId } of others) await verify(admin, backupId);
  say('Deleted', 'the oldest backup is in the bin; the others were verified once more');
}

async function uninstall(
  { site, clock }: Demo,
  documentsIn: (name: string) => Promise<number>,
): Promise<void> {
  const answer = await fetch(`${site.url}/_simulator/uninstall`, { method: 'POST' });
  if (!answer.ok) throw new Error(`The app couldn't be uninstalled: ${await answer.text()}`);
  clock.putForward(PUT_FORWARD_MS);
  await until('what the app wrote is deleted', async () => {
    const counts = await Promise.all(COLLECTIONS.map(documentsIn));
    return counts.every((count) => count === 0) ? true : undefined;
  });
  const left = await documentsIn(OTHERS_COLLECTION);
  if (left !== OTHERS_DOCUMENTS)
    throw new Error(`${OTHERS_COLLECTION} has ${left} documents instead of ${OTHERS_DOCUMENTS}.`);
  say(
    'Uninstalled',
    `after the days of grace: ${await countEach(documentsIn)}; ${OTHERS_COLLECTION} still ${left}`,
  );
}
