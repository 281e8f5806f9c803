import { AdminSession, until } from './admin-session.ts';

export interface BackupShown {
  schema: string;
  schemaId: string;
  backupId: string;
  objects: string;
  size: string;
  stored: string;
}

export const first = (html: string, pattern: RegExp): string | undefined => pattern.exec(html)?.[1];
/** What the group of a pattern holds. @throws Error when the page has no such thing */
function find(html: string, pattern: RegExp, what: string): string {
  const found = first(html, pattern);
  if (found === undefined) throw new Error(`The page doesn't show ${what}.`);
  return found;
}

export const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

/** @throws Error with what the page said */
export function ok(what: string, answer: { status: number; html: string }): string {
  if (answer.status >= 300)
    throw new Error(`${what} answered ${answer.status}: ${plain(answer.html).slice(0, 300)}`);
  return answer.html;
}

/** Installs the app on the pretend site. */
export async function install(siteUrl: string, appUrl: string): Promise<void> {
  const answer = await fetch(`${siteUrl}/_simulator/install`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ appUrl }),
  });
  if (!answer.ok) throw new Error(`The app couldn't be installed: ${await answer.text()}`);
}

/**
 * The three steps of the setup, through its pages. `storage` is what the form of step 2 holds:
 * nothing means the service's own storage.
 */
export async function setUp(
  admin: AdminSession,
  account = { email: 'admin@example.com', token: 'admin-token' },
  storage: Record<string, string> = {},
): Promise<void> {
  ok('The page of the app', await admin.page('/pages/home'));
  const found = ok(
    'Look up',
    await admin.post('/app/setup/workspace', { workspaceId: '', ...account }),
  );
  const workspaceId = first(found, /name="workspaceId"[^>]*value="([^"]+)"/);
  if (!workspaceId) throw new Error("The workspace ID wasn't found.");
  ok('Step 1', await admin.post('/app/setup/credentials', { workspaceId, ...account }));
  const html = ok('Step 2', await admin.post('/app/setup/storage', storage));
  const problem = first(html, /<p\s+class="error"\s+id="\w+-error"[^>]*>([^<]+)</);
  if (problem) throw new Error(`The storage wasn't saved: ${plain(problem)}`);
}

/** Syncs, and returns the schemas of the first page of the grid: id and name. */
export async function sync(admin: AdminSession): Promise<{ id: string; name: string }[]> {
  const ended = await syncOnce(admin);
  if (/class="error"/.test(ended)) throw new Error(plain(ended));
  return listSchemas(admin);
}

/**
 * Syncs, and returns what is shown when the sync has ended, even badly. Whoever asks for another
 * one before that is given the same one, which may have looked before something changed.
 */
export async function syncOnce(admin: AdminSession): Promise<string> {
  ok('Sync', await admin.post('/app/sync'));
  return until('the end of the sync', async () => {
    const { events, html } = await admin.get('/app/sync');
    return events['sync-ended'] ? html : undefined;
  });
}

/** The schemas of the grid's first page; `query` filters them as its form does. */
export async function listSchemas(
  admin: AdminSession,
  query = '',
): Promise<{ id: string; name: string }[]> {
  const html = ok('The grid', await admin.get(`/app/schemas${query}`));
  return [
    ...html.matchAll(
      /<tr id="schema-([^"]+)"[\s\S]*?hx-target="#main"><span[^>]*>([^<]*)<\/span>/g,
    ),
  ].map(([, id = '', name = '']) => ({ id, name: plain(name) }));
}

/**
 * Backs one schema up and waits for it; `onProgress` hears what the grid shows.
 * @throws Error with the message of the grid when it fails
 */
export async function backUp(
  admin: AdminSession,
  schema: { id: string; name: string },
  onProgress: (text: string) => void = () => undefined,
  withinMs = 600_000,
): Promise<BackupShown> {
  return backUpWith(admin, schema, { onProgress, withinMs });
}

interface BackUpOptions {
  /** The parts that are ticked; as nobody has decided where absent. */
  parts?: readonly string[];
  onProgress?: (text: string) => void;
  withinMs?: number;
}

/** The same with these parts, which need not be read when it returns. */
export async function backUpWith(
  admin: AdminSession,
  schema: { id: string; name: string },
  { parts, onProgress = () => undefined, withinMs = 600_000 }: BackUpOptions,
): Promise<BackupShown> {
  const before = backupIds((await admin.get(`/app/schemas/${schema.id}/backups?part=table`)).html);
  ok('Backup now', await admin.post(`/app/schemas/${schema.id}/backup`, parts && ticked(parts)));
  await waitForBackup(admin, schema, onProgress, withinMs);
  const html = ok(
    'Available backups',
    await admin.get(`/app/schemas/${schema.id}/backups?part=table`),
  );
  const backupId = backupIds(html).find((id) => !before.includes(id));
  if (!backupId) throw new Error("The backup isn't listed.");
  const row = find(
    html,
    new RegExp(`<tr id="backup-${backupId}"([\\s\\S]*?)</tr>`),
    'the row of the backup',
  );
  return {
    schema: schema.name,
    schemaId: schema.id,
    backupId,
    objects: plain(find(row, /data-title="Objects">([\s\S]*?)(?:<small|<\/td>)/, 'its objects')),
    size: plain(find(row, /data-title="Size"[^>]*>([\s\S]*?)<\/td>/, 'its size')),
    stored: find(row, /data-title="Size" title="(.*?) were added/, 'what it added'),
  };
}

const ticked = (parts: readonly string[]): Record<string, string> => ({
  partsAsked: 'on',
  ...Object.fromEntries(parts.map((name) => [`part-${name}`, 'on'])),
});

/**
 * Waits for the backup in hand, and returns the row as it is then.
 * @throws Error with the message of the grid when it fails
 */
async function waitForBackup(
  admin: AdminSession,
  schema: { id: string },
  onProgress: (text: string) => void,
  withinMs: number,
): Promise<string> {
  return until(
    'the end of the backup',
    async () => {
      const html = ok('The row', await admin.get(`/app/schemas/${schema.id}/row`));
      const text = first(html, /<td data-title="Backups"[^>]*>([\s\S]*?)<\/td>/) ?? '';
      if (/every 2s/.test(html)) {
        onProgress(plain(text).replace(/ ?Next: .*$/, ''));
        return undefined;
      }
      const error = first(html, /<span class="error" title="([^"]*)"/);
      if (error) throw new Error(plain(error));
      return html;
    },
    withinMs,
  );
}

/**
 * Switches a schema's schedule on as its popup proposes it, or as it was saved before; returns its
 * rule in words and its next date.
 */
export async function switchOn(
  admin: AdminSession,
  schema: { id: string },
  { backUpNow }: { backUpNow: boolean },
): Promise<{ words: string; next: string }> {
  const popup = ok('Schedule backup', await admin.get(`/app/schemas/${schema.id}/schedule/edit`));
  const field = (name: string): string =>
    first(popup, new RegExp(`name="${name}"[^>]*value="([^"]*)"`)) ?? '';
  const words = plain(first(popup, /id="schedule-preview"[\s\S]*?<b>([\s\S]*?)<\/b>/) ?? '');
  const form = {
    on: 'on',
    cron: field('cron'),
    timeZone: field('timeZone'),
    revision: field('revision'),
    ...(backUpNow ? { backUpNow: 'on' } : {}),
  };
  const problem = plain(ok('Save', await admin.post(`/app/schemas/${schema.id}/schedule`, form)));
  if (problem) throw new Error(`The schedule wasn't saved: ${problem.slice(0, 300)}`);
  const row = ok('The row', await admin.get(`/app/schemas/${schema.id}/row`));
  return { words, next: plain(first(row, /Next: ([\s\S]*?<\/time>)/) ?? '') };
}

/**
 * The same, and its first backup has ended.
 * @throws Error with the message of the grid when that fails
 */
export async function schedule(
  admin: AdminSession,
  schema: { id: string; name: string },
  onProgress: (text: string) => void = () => undefined,
  withinMs = 600_000,
): Promise<{ words: string; next: string }> {
  const switched = await switchOn(admin, schema, { backUpNow: true });
  await waitForBackup(admin, schema, onProgress, withinMs);
  return switched;
}

const backupIds = (html: string): string[] =>
  [...html.matchAll(/<tr id="backup-([^"]+)"/g)].map(([, id = '']) => id);

/** Verifies a backup. @throws Error when it is damaged */
export async function verify(admin: AdminSession, backupId: string): Promise<void> {
  ok('Verify', await admin.post(`/app/backups/${backupId}/verify`));
  const text = await until('the end of Verify', async () => {
    const html = ok('The backup', await admin.get(`/app/backups/${backupId}/row`));
    return /every 1s/.test(html)
      ? undefined
      : plain(find(html, /data-title="Verified">([\s\S]*?)<\/td>/, 'the verdict'));
  });
  if (!text.startsWith('Verified')) throw new Error(`The backup is damaged: ${text}`);
}
