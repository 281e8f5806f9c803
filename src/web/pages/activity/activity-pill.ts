import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface ActivityPillView {
  /** As "2 running, 1 queued"; undefined while nothing is in hand. */
  text: string | undefined;
}

/** What stands on every page: how much is in hand. */
export async function activityPill({ runs, caller }: Call<'runs'>) {
  const { running, queued } = await runs.countOpen(caller.tenant.id);
  const parts = [running > 0 && `${running} running`, queued > 0 && `${queued} queued`];
  const view: ActivityPillView = { text: parts.filter(Boolean).join(', ') || undefined };
  return show('activity-pill', view);
}
