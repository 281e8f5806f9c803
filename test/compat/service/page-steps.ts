/** What an administrator does in the stories of the fixtures, beyond the steps of the demo. */
import { until, type AdminSession } from '../../../scripts/admin-session.ts';
import { first, ok, plain } from '../../../scripts/demo-steps.ts';

export interface Named {
  id: string;
  name: string;
}

export function schemaOf(schemas: Named[], name: string): Named {
  const found = schemas.find((each) => each.name === name);
  if (!found) throw new Error(`There is no schema ${name}.`);
  return found;
}

export interface Rule {
  on: boolean;
  cron: string;
  timeZone: string;
}

/** Comes so seldom that a fixture can wait for it. */
export const ON_LEAP_DAYS = '0 3 29 2 *';

export async function saveSchedule(admin: AdminSession, schema: Named, rule: Rule): Promise<void> {
  const popup = ok('The popup', await admin.get(`/app/schemas/${schema.id}/schedule/edit`));
  const revision = first(popup, /name="revision"[^>]*value="([^"]*)"/) ?? '';
  const { on, cron, timeZone } = rule;
  const form = { cron, timeZone, revision, ...(on ? { on: 'on' } : {}) };
  const answer = ok('Save', await admin.post(`/app/schemas/${schema.id}/schedule`, form));
  if (plain(answer)) throw new Error(`The schedule was not saved: ${plain(answer)}`);
}

/** A rule whose next slot comes in one to two minutes. */
export function ruleForSoon(): Rule {
  const soon = new Date(Date.now() + 75_000);
  const cron = `${soon.getUTCMinutes()} ${soon.getUTCHours()} * * *`;
  return { on: true, cron, timeZone: 'UTC' };
}

const rowOf = async (admin: AdminSession, { id }: Named): Promise<string> =>
  ok('The row', await admin.get(`/app/schemas/${id}/row`));

/** Waits until the row of a schema says this. */
export async function untilRow(
  admin: AdminSession,
  schema: Named,
  says: (text: string, html: string) => boolean,
): Promise<string> {
  let last = '';
  const look = async (): Promise<string | undefined> => {
    last = await rowOf(admin, schema);
    return says(plain(last), last) ? last : undefined;
  };
  return until(`what the row of ${schema.name} should say`, look).catch((error: unknown) => {
    throw new Error(`The row says: ${plain(last)}`, { cause: error });
  });
}

const inHand = (html: string): boolean => html.includes('every 2s');
export const atRest = (_text: string, html: string): boolean => !inHand(html);
/** Some objects are read already. */
export const readingOn = (text: string): boolean =>
  /\b[1-9][\d,]* of [\d,]+ .*(Reading|Looking)/.test(text);
export const working = (text: string, html: string): boolean =>
  inHand(html) && /Reading|Looking/.test(text);

export async function queueBackup(admin: AdminSession, { id }: Named): Promise<void> {
  ok('Backup now', await admin.post(`/app/schemas/${id}/backup`));
}

/** Asks for a backup that fails, and waits until the grid says why. */
export async function failBackup(admin: AdminSession, schema: Named): Promise<void> {
  await queueBackup(admin, schema);
  await untilRow(admin, schema, (_text, html) => html.includes('class="error"'));
}

/** Stops the backup in hand, and waits for its end. */
export async function stopBackup(admin: AdminSession, schema: Named): Promise<void> {
  const stop = first(await rowOf(admin, schema), /hx-get="([^"]+\/stop)"/);
  if (!stop) throw new Error(`No backup of ${schema.name} is in hand.`);
  ok('Stop', await admin.post(stop));
  await untilRow(admin, schema, atRest);
}

export async function describe(admin: AdminSession, backupId: string, text: string): Promise<void> {
  ok('Describe', await admin.post(`/app/backups/${backupId}/description`, { description: text }));
}
