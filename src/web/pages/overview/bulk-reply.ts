import type { BulkOutcome } from '../../../core/use-cases/overview/protection.ts';
import type { EffectsReply, FlagAction } from '../../handling/reply.ts';
import { count, counted } from '../../view/formats/numbers.ts';

const REFUSALS_SHOWN = 3;
/** Activity shows what is running. */
export const VIEW_PROGRESS: FlagAction = {
  text: 'View progress',
  url: '/app/activity?show=running',
};

/** Says what became of a command for several schemas. */
export function bulkReply(
  { done, refused }: BulkOutcome,
  {
    did,
    startsRuns,
  }: { did: 'queued for backup' | 'queued for verification' | 'scheduled'; startsRuns: boolean },
): EffectsReply {
  const reasons = refused
    .slice(0, REFUSALS_SHOWN)
    .map(({ schema, why }) => `${schema.name}: ${why}`);
  const more = refused.length - reasons.length;
  if (more > 0) reasons.push(`${count(more)} more were refused.`);
  return {
    events: ['close-dialog', 'grid-changed', 'picks-done'],
    flag: {
      type: done.length > 0 ? 'success' : 'error',
      title: `${counted(done.length, 'schema')} ${did}`,
      body: reasons.join(' '),
      actions: startsRuns && done.length > 0 ? [VIEW_PROGRESS] : [],
    },
  };
}
