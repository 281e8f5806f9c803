import { until, type AdminSession } from '../admin-session.ts';
import { ok, plain, type BackupShown } from '../demo-steps.ts';

/** How a part of a backup stands, as its row shows it. */
export interface PartShown {
  title: string;
  state: string;
}

const CELL = /data-title="([^"]*)"\s+class="part"[^>]*>([\s\S]*?)<\/td>/g;
const OPEN = /^(Queued|In Progress)/;

/** Waits until every part of a backup is read, and returns how each stands. */
export async function awaitParts(
  admin: AdminSession,
  { backupId }: BackupShown,
  onProgress: (text: string) => void,
): Promise<PartShown[]> {
  return until('the parts of the backup', async () => {
    const html = ok('The backup', await admin.get(`/app/backups/${backupId}/row`));
    const parts = [...html.matchAll(CELL)].map(([, title = '', cell = '']) => ({
      title: plain(title),
      state: plain(cell).replace(/ Retry$/, ''),
    }));
    const open = parts.find(({ state }) => OPEN.test(state));
    if (!open) return parts;
    onProgress(`${open.title}: ${open.state}`);
    return undefined;
  });
}
