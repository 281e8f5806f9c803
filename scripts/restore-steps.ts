import { AdminSession, until } from './admin-session.ts';
import { first, ok, plain } from './demo-steps.ts';

export interface TargetWish {
  name: string;
  siteUrl: string;
  workspaceId: string;
  email?: string;
  token?: string;
}
export interface PlanShown {
  id: string;
  schema: string;
  key: string;
  calls: string;
  time: string;
  unresolved: number;
}
/** What the page of a restore, or of its check, lists: name → figure. */
export type Sums = Record<string, string>;

/** Adds a target instance by its form, as a sandbox of the current site; returns its id. */
export async function addTarget(
  admin: AdminSession,
  { name, siteUrl, workspaceId, email = 'admin@example.com', token = 'admin-token' }: TargetWish,
): Promise<string> {
  const html = ok(
    'Save target instance',
    await admin.post('/app/targets', { name, siteUrl, workspaceId, email, token, sandbox: 'on' }),
  );
  const id = first(html, new RegExp(`aria-label="Edit ${name}" hx-get="/app/targets/([^"]+)"`));
  if (!id) throw new Error(`The target instance wasn't saved: ${mistakeOf(html)}`);
  return id;
}

/** The id of a target instance of that name, if there is one. */
export async function targetNamed(admin: AdminSession, name: string): Promise<string | undefined> {
  return first(
    ok('Target instances', await admin.get('/app/targets')),
    new RegExp(`aria-label="Edit ${name}" hx-get="/app/targets/([^"]+)"`),
  );
}

/**
 * The wizard, from a backup to its review, into a new schema under the name and key that it
 * proposes, on this site or on a target instance. `parts`: what is ticked beside the objects.
 * @throws Error when it says no
 */
export async function planRestore(
  admin: AdminSession,
  backupId: string,
  { targetId = '', parts = [] }: { targetId?: string; parts?: readonly string[] } = {},
  withinMs = 600_000,
): Promise<PlanShown> {
  const place: Record<string, string> = targetId
    ? { place: 'target', targetId, targetPlace: 'new' }
    : { place: 'new' };
  const form = await proposeSchema(admin, backupId, place);
  const options = ok('Options', await admin.post(`/app/backups/${backupId}/restore/options`, form));
  if (!options.includes(`/app/backups/${backupId}/restore/plan`))
    throw new Error(`The destination was refused: ${mistakeOf(options)}`);
  const review = await admin.post(`/app/backups/${backupId}/restore/plan`, {
    ...form,
    types: 'all',
    ...Object.fromEntries(parts.map((name) => [name, 'on'])),
  });
  const { id, html } = await planEnded(admin, ok('Review', review), withinMs);
  return { id, schema: form.name, key: form.key, ...planFigures(html) };
}

/** *Restore again*: the plan of what is new or changed since. @throws Error when it says no */
export async function planAgain(
  admin: AdminSession,
  restoreId: string,
  withinMs = 600_000,
): Promise<{ id: string; html: string }> {
  const review = ok('Restore again', await admin.post(`/app/restores/${restoreId}/again`));
  return planEnded(admin, review, withinMs);
}

/** Waits for the plan that a review shows. @throws Error unless it can be restored */
async function planEnded(
  admin: AdminSession,
  review: string,
  withinMs: number,
): Promise<{ id: string; html: string }> {
  const id = first(review, /\/app\/restores\/([^/"]+)\/plan\?part=body/);
  if (!id) throw new Error('No plan is being made.');
  const path = `/app/restores/${id}/plan?part=body`;
  const html = await waitForEnd('the plan', admin, { path, withinMs });
  if (html.includes('id="run-blocked"') || !html.includes('id="review-form"'))
    throw new Error(`The plan can't be restored: ${mistakeOf(html)}`);
  return { id, html };
}

/** The form of the destination, with the name and key that the wizard proposes. */
async function proposeSchema(
  admin: AdminSession,
  backupId: string,
  place: Record<string, string>,
): Promise<Record<string, string> & { name: string; key: string }> {
  const proposed = ok(
    'Destination',
    await admin.post(`/app/backups/${backupId}/restore?part=place`, place),
  );
  const [schema, key] = [
    first(proposed, /name="name" value="([^"]*)"/),
    first(proposed, /name="key"[^>]* value="([^"]*)"/),
  ];
  if (!schema || !key)
    throw new Error(`The wizard suggests no schema: ${plain(proposed).slice(0, 300)}`);
  return { ...place, name: plain(schema), key };
}

function planFigures(html: string): Pick<PlanShown, 'calls' | 'time' | 'unresolved'> {
  return {
    calls: plain(first(html, /<dt>Calls<\/dt><dd>About ([^<]*)/) ?? ''),
    time: plain(first(html, /<dt>Time<\/dt><dd>About ([^<,]*)/) ?? ''),
    unresolved: Number(first(html, /data-unresolved="(\d+)"/) ?? 0),
  };
}

/**
 * Runs what was reviewed, every rule as it is proposed, and waits for its end; `onProgress` hears
 * what the page shows.
 * @throws Error unless everything was written
 */
export async function runRestore(
  admin: AdminSession,
  planId: string,
  onProgress: (text: string) => void = () => undefined,
  withinMs = 1_200_000,
): Promise<{ id: string; sums: Sums; notes: string[] }> {
  const id = await startRestore(admin, planId);
  const html = await restoreEnded(admin, id, onProgress, withinMs);
  if (!html.includes('Restore complete'))
    throw new Error(`The restore didn't succeed: ${mistakeOf(html)}`);
  const notes =
    first(html, /Differences from the backup<\/summary><div><ul class="notes">([\s\S]*?)<\/ul>/) ??
    '';
  return {
    id,
    sums: sumsOf(html),
    notes: [...notes.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, note = '']) => plain(note)),
  };
}

/** Runs what was reviewed; returns the restore's id. */
export async function startRestore(admin: AdminSession, planId: string): Promise<string> {
  const html = ok('Run', await admin.post(`/app/restores/${planId}/run`));
  const id = first(html, /hx-get="\/app\/restores\/([^/?"]+)\?part=body"/);
  if (!id) throw new Error(`The restore didn't start: ${mistakeOf(html)}`);
  return id;
}

/** Waits for the end of a restore, whatever it is, and returns its page. */
export function restoreEnded(
  admin: AdminSession,
  id: string,
  onProgress: (text: string) => void = () => undefined,
  withinMs = 1_200_000,
): Promise<string> {
  const path = `/app/restores/${id}?part=body`;
  return waitForEnd('the restore', admin, { path, onProgress, withinMs });
}

/**
 * The check, once more if one has ended.
 * @throws Error when it finds something missing or different
 */
export async function checkRestore(
  admin: AdminSession,
  restoreId: string,
  onProgress: (text: string) => void = () => undefined,
  withinMs = 600_000,
): Promise<Sums> {
  ok('Check the result', await admin.post(`/app/restores/${restoreId}/check`));
  const html = await checkEnded(admin, restoreId, onProgress, withinMs);
  if (!html.includes('data-check="sound"'))
    throw new Error(`The check found differences: ${plain(html).slice(0, 600)}`);
  return sumsOf(html);
}

/** Waits for the end of a check, whatever it finds, and returns what is shown of it. */
export function checkEnded(
  admin: AdminSession,
  restoreId: string,
  onProgress: (text: string) => void = () => undefined,
  withinMs = 600_000,
): Promise<string> {
  const path = `/app/restores/${restoreId}/check`;
  return waitForEnd('the check', admin, { path, onProgress, withinMs, working: /every 2s/ });
}

interface Waiting {
  path: string;
  onProgress?: (text: string) => void;
  withinMs: number;
  /** What the page says while it works. */
  working?: RegExp;
}

/** Asks for a part of a page, as that part does on its own, until it no longer asks. */
async function waitForEnd(
  what: string,
  admin: AdminSession,
  { path, onProgress = () => undefined, withinMs, working = /every 1s/ }: Waiting,
): Promise<string> {
  return until(
    `the end of ${what}`,
    async () => {
      const html = ok(what, await admin.get(path));
      if (!working.test(html)) return html;
      onProgress(plain(first(html, /<div class="progress">([\s\S]*?)<\/div>/) ?? ''));
      return undefined;
    },
    withinMs,
  );
}

/** What pages call figures now → what callers of this file know them by. */
const FORMER_NAMES: Record<string, string> = {
  Unchanged: 'Left as they were',
  'Objects skipped': 'Skipped',
  'Values skipped': 'Values left out',
  'Write calls': 'Calls that wrote',
  'Write calls for objects': 'of them for objects',
  'Known differences': 'Explained by the report',
  'Kept by your options': 'Left so by the options',
};

/** The figures that a page lists. */
export function sumsOf(html: string): Sums {
  const sums = [...html.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/g)].map(
    ([, name = '', figure = '']) => [plain(name), plain(figure)] as const,
  );
  return Object.fromEntries(sums.map(([name, figure]) => [FORMER_NAMES[name] ?? name, figure]));
}
const mistakeOf = (html: string): string =>
  plain(
    first(
      html,
      /class="(?:(?:message )?(?:error|warning)|msg danger)"[^>]*>([\s\S]*?)<\/(?:p|div|section)>/,
    ) ?? html,
  ).slice(0, 400);
