import type { DatabaseNotice } from '../../../core/use-cases/upkeep/database-watch.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply } from '../../handling/reply.ts';

export interface ActivityPillView {
  /** For example "2 running, 1 queued"; undefined while nothing is running. */
  text: string | undefined;
  /** Set if every page says something that this one doesn't show yet. */
  notice: DatabaseNotice | undefined;
  /** Set if the page still shows something that has ended. */
  isOver: boolean;
}

/** What a screen reader read out stays as it is. */
const SAME: EffectsReply = {};

/**
 * The part of every page that shows how much work is in progress, or that nothing can be saved
 * right now.
 */
export async function activityPill({ runs, watch, caller, query }: Call<'runs' | 'watch'>) {
  const { running, queued } = await runs.countOpen(caller.tenant.id);
  const parts = [running > 0 && `${running} running`, queued > 0 && `${queued} queued`];
  const { notice } = watch;
  const view: ActivityPillView = {
    text: parts.filter(Boolean).join(', ') || undefined,
    notice: notice?.code === query['notice'] ? undefined : notice,
    isOver: !notice && Boolean(query['notice']),
  };
  const isSame = (view.text ?? '') === (query['pill'] ?? '') && !view.notice && !view.isOver;
  return isSame ? SAME : show('activity-pill', view);
}
