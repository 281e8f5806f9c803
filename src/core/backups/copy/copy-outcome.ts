import { counted } from '../../kernel/counted.ts';
import { Refused } from '../../kernel/errors.ts';
import type { RunOutcome } from '../../runs/run-handler.ts';
import type { CopyCheckpoint, CopyRun } from './copy-kind.ts';

/**
 * What became of all backups of a list. @throws Refused `nothing-copied` if the only one could not
 * be copied
 */
export function copyOutcome(
  { label, backups }: CopyRun['input'],
  { copied, skipped, skippedCount }: CopyCheckpoint,
): RunOutcome<NonNullable<CopyRun['result']>> {
  const [first] = skipped;
  if (first && backups.length === 1)
    throw new Refused('nothing-copied', `This backup wasn't copied to ${label}. ${first.why}`);
  return {
    message: [
      `${counted(copied, 'backup')} copied to ${label} and verified there.`,
      ...(skippedCount > 0 ? [`${counted(skippedCount, 'backup')} skipped.`] : []),
      ...reasonsOf(skipped),
    ].join(' '),
    result: { copied, skipped: skippedCount },
  };
}

/** Each reason once, in the order of the list. */
const reasonsOf = (skipped: CopyCheckpoint['skipped']): string[] => [
  ...new Set(skipped.map(({ why }) => why)),
];
