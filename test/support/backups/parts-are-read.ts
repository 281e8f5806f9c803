import { until, type AdminSession } from '../../../scripts/admin-session.ts';
import { findUnread, readParts } from '../../../scripts/demo/await-parts.ts';
import { ok } from '../../../scripts/demo-steps.ts';

/**
 * Waits until every part of every listed backup is read. A backup lists its parts from the moment
 * it is complete, and each says Queued or In Progress until its run has ended and left nothing
 * behind: in between no run need be open.
 */
export async function partsAreRead(admin: AdminSession): Promise<void> {
  const grid = ok('The grid', await admin.get('/app/schemas'));
  for (const [, id] of grid.matchAll(/<tr id="schema-([^"]+)"/g))
    await until('the parts of backups are read', async () => {
      const table = await admin.get(`/app/schemas/${id}/backups?part=table`);
      return findUnread(readParts(ok('The backups', table))) ? undefined : true;
    });
  await until('the end of all runs', async () =>
    (await admin.get('/app/activity/pill')).html.trim() === '' ? true : undefined,
  );
}
