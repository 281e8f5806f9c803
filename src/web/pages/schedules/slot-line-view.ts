import { isOpen, type Run } from '../../../core/runs/run.ts';
import type { SlotLine } from '../../../core/use-cases/schedules/schedules.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import type { Lozenge } from '../../view/lozenge.ts';
import type { Reader } from '../../view/reader.ts';

/** A line of Schedule and its runs. */
export interface SlotLineView {
  slot: ShownDate;
  started: ShownDate | undefined;
  ended: ShownDate | undefined;
  outcome: Lozenge;
  reason: string;
  open: boolean;
}

const OUTCOMES: Record<Run['state'] | 'skipped' | 'deleted', Lozenge> = {
  queued: { text: 'Pending', look: '' },
  running: { text: 'In Progress', look: 'inprogress' },
  complete: { text: 'Complete', look: 'success' },
  failed: { text: 'Failed', look: 'removed' },
  stopped: { text: 'Stopped', look: 'moved' },
  skipped: { text: 'Skipped', look: 'moved' },
  deleted: { text: 'Deleted', look: '' },
};

export function slotLineView(line: SlotLine, { timeZone }: Reader): SlotLineView {
  const { slot, run } = line;
  return {
    slot: showDate(slot.at, timeZone),
    started: run?.startedAt && showDate(run.startedAt, timeZone),
    ended: run?.endedAt && showDate(run.endedAt, timeZone),
    outcome: OUTCOMES[outcomeOf(line)],
    reason: [reasonOf(line), missedWords(slot.missed)].filter(Boolean).join(' '),
    open: run !== undefined && isOpen(run),
  };
}

function outcomeOf({ slot, run }: SlotLine): keyof typeof OUTCOMES {
  if (slot.skipped !== undefined) return 'skipped';
  return run ? run.state : 'deleted';
}

function reasonOf({ slot, run }: SlotLine): string {
  if (slot.skipped !== undefined) return slot.skipped;
  return run ? (run.message ?? '') : 'The backup was deleted.';
}

function missedWords(missed: number): string {
  if (missed === 0) return '';
  return missed === 1
    ? 'One earlier slot was missed while the service could not run it.'
    : `${missed} earlier slots were missed while the service could not run them.`;
}
