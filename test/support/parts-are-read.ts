import { until, type AdminSession } from '../../scripts/admin-session.ts';

/** Between two parts of a backup, and before the first, nothing is open for a moment. */
const QUIET_LOOKS = 3;

/** Waits until no run of the tenant is open: the parts of its backups are read, too. */
export async function partsAreRead(admin: AdminSession): Promise<void> {
  let quiet = 0;
  await until('the parts of backups are read', async () => {
    const isQuiet = (await admin.get('/app/activity/pill')).html.trim() === '';
    quiet = isQuiet ? quiet + 1 : 0;
    return quiet >= QUIET_LOOKS ? true : undefined;
  });
}
