import type { BulkOutcome, RefusedSchema } from '../../../core/use-cases/overview/protection.ts';
import type { EffectsReply, FlagAction } from '../../handling/reply.ts';
import { counted } from '../../view/formats/numbers.ts';

const REFUSALS_SHOWN = 3;
/** Activity shows what is running. */
export const VIEW_PROGRESS: FlagAction = {
  text: 'View progress',
  url: '/app/activity?show=running',
};

/** Says what became of a command for several schemas. */
export function bulkReply(
  { done, refused, notBackedUp = [] }: BulkOutcome,
  {
    did,
    startsRuns,
  }: { did: 'queued for backup' | 'queued for verification' | 'scheduled'; startsRuns: boolean },
): EffectsReply {
  const sentences = reasonsOf(refused);
  if (notBackedUp.length > 0) {
    sentences.push(`${counted(notBackedUp.length, 'schema')} couldn't be backed up now.`);
    sentences.push(...reasonsOf(notBackedUp));
  }
  const runs = startsRuns ? done.length - notBackedUp.length : 0;
  return {
    events: ['close-dialog', 'grid-changed', 'picks-done'],
    flag: {
      type: done.length > 0 ? 'success' : 'error',
      title: `${counted(done.length, 'schema')} ${did}`,
      body: sentences.join(' '),
      actions: runs > 0 ? [VIEW_PROGRESS] : [],
    },
  };
}

function reasonsOf(refused: readonly RefusedSchema[]): string[] {
  const reasons = refused
    .slice(0, REFUSALS_SHOWN)
    .map(({ schema, why }) => `${schema.name}: ${why}`);
  const more = refused.length - reasons.length;
  if (more > 0) reasons.push(`${counted(more, 'more was', 'more were')} refused.`);
  return reasons;
}
