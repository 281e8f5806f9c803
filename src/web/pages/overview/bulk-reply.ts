import type { BulkOutcome } from '../../../core/use-cases/overview/protection.ts';
import type { EffectsReply } from '../../handling/reply.ts';
import { count } from '../../view/numbers.ts';

const REFUSALS_SHOWN = 3;

/** Says what became of a command for several schemas. `did`: as "queued for backup". */
export function bulkReply({ done, refused }: BulkOutcome, did: string): EffectsReply {
  const schemas = done.length === 1 ? 'schema' : 'schemas';
  const reasons = refused
    .slice(0, REFUSALS_SHOWN)
    .map(({ schema, why }) => `${schema.name}: ${why}`);
  const more = refused.length - reasons.length;
  if (more > 0) reasons.push(`${count(more)} more were refused.`);
  return {
    events: ['close-dialog', 'grid-changed', 'picks-done'],
    flag: {
      type: done.length > 0 ? 'success' : 'error',
      title: `${count(done.length)} ${schemas} ${did}`,
      body: reasons.join(' '),
    },
  };
}
