import { counted } from '../../view/formats/numbers.ts';
import { isOpen, type Run } from '../../../core/runs/run.ts';
import type { SlotLine } from '../../../core/use-cases/schedules/schedules.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { RUN_STATES } from '../../view/components/run-states.ts';
import type { Reader } from '../../view/reader.ts';

/** A scheduled backup. */
export interface SlotLineView {
  slot: ShownDate;
  started: ShownDate | undefined;
  ended: ShownDate | undefined;
  outcome: Lozenge;
  reason: string;
  open: boolean;
}

/** The words of every run, and of a slot that has none. */
const OUTCOMES: Record<Run['state'] | 'skipped' | 'deleted', Lozenge> = {
  ...RUN_STATES,
  skipped: { text: 'Skipped', look: 'moved' },
  deleted: { text: 'Deleted', look: '' },
};

export function slotLineView(line: SlotLine, reader: Reader): SlotLineView {
  const { slot, run } = line;
  return {
    slot: showDate(slot.at, reader),
    started: run?.startedAt && showDate(run.startedAt, reader),
    ended: run?.endedAt && showDate(run.endedAt, reader),
    outcome: OUTCOMES[outcomeOf(line)],
    reason: [reasonOf(line), missedWords(slot.missed)].filter(Boolean).join(' '),
    open: isComing(line) || (run !== undefined && isOpen(run)),
  };
}

/** It was only just taken, and its run is not queued yet. */
const isComing = ({ slot, run, isFiring }: SlotLine): boolean =>
  isFiring && slot.skipped === undefined && run === undefined;

function outcomeOf(line: SlotLine): keyof typeof OUTCOMES {
  if (line.slot.skipped !== undefined) return 'skipped';
  if (isComing(line)) return 'queued';
  return line.run ? line.run.state : 'deleted';
}

function reasonOf(line: SlotLine): string {
  const { slot, run } = line;
  if (slot.skipped !== undefined) return slot.skipped;
  if (isComing(line)) return '';
  return run ? (run.message ?? '') : 'The backup was deleted.';
}

function missedWords(missed: number): string {
  if (missed === 0) return '';
  const backups = counted(missed, 'earlier backup was', 'earlier backups were');
  return `${backups} missed while the service was unavailable.`;
}
