import { until, type AdminSession } from '../../scripts/admin-session.ts';

/** Waits until no run of the tenant is open: the parts of its backups are read, too. */
export async function partsAreRead(admin: AdminSession): Promise<void> {
  await until(
    'the parts of backups are read',
    async () => (await admin.get('/app/activity/pill')).html.trim() === '' || undefined,
  );
}
