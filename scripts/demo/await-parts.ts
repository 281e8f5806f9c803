import { until, type AdminSession } from '../admin-session.ts';
import { first, ok, plain, type BackupShown } from '../demo-steps.ts';

/** How a part of a backup stands, as its row shows it. */
export interface PartShown {
  title: string;
  state: string;
  /** Why it isn't whole; empty where nothing is said. */
  why: string;
}

const CELL = /data-title="([^"]*)"\s+class="part"[^>]*>([\s\S]*?)<\/td>/g;
const UNREAD = /^(Queued|In Progress)/;

/** The parts in the rows of backups. */
export const readParts = (html: string): PartShown[] =>
  [...html.matchAll(CELL)].map(([, title = '', cell = '']) => ({
    title: plain(title),
    state: plain(cell).replace(/ Retry$/, ''),
    why: plain(first(cell, /class="link"\s+title="([^"]*)"/) ?? ''),
  }));

/** The first part that is still to be read. */
export const findUnread = (parts: PartShown[]): PartShown | undefined =>
  parts.find(({ state }) => UNREAD.test(state));

/** Waits until every part of a backup is read, and returns how each stands. */
export async function awaitParts(
  admin: AdminSession,
  { backupId }: BackupShown,
  onProgress: (text: string) => void,
  withinMs = 120_000,
): Promise<PartShown[]> {
  return until(
    'the parts of the backup',
    async () => {
      const parts = readParts(ok('The backup', await admin.get(`/app/backups/${backupId}/row`)));
      const unread = findUnread(parts);
      if (!unread) return parts;
      onProgress(`${unread.title}: ${unread.state}`);
      return undefined;
    },
    withinMs,
  );
}
