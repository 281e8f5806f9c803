import { until, type AdminSession } from '../../../../scripts/admin-session.ts';

/** Whether a restore is still at work, as its page refreshes itself then. */
const isAtWork = (body: string): boolean => /every 1s/.test(body);

const restoreBody = async (admin: AdminSession, restoreId: string): Promise<string> =>
  (await admin.get(`/app/restores/${restoreId}?part=body`)).html;

/** Waits for the end of a restore, however it ends; what its page says then. */
export function restoreEnded(
  admin: AdminSession,
  restoreId: string,
  { what, withinMs }: { what: string; withinMs: number },
): Promise<string> {
  const ended = async () => {
    const body = await restoreBody(admin, restoreId);
    return isAtWork(body) ? undefined : body;
  };
  return until(what, ended, withinMs);
}
