import type { ChoosablePart } from '../../../core/backups/parts/choosable-parts.ts';
import { counted, duration } from '../../view/formats/numbers.ts';

/** A toggle for a part that is read when it is chosen. */
export interface PartChoiceView {
  name: string;
  label: string;
  help: string;
  isOn: boolean;
  /** Why it can't be chosen. */
  unavailable: string | undefined;
  /** What its last reading took: "Last time: 1,220 calls, 3 min." */
  estimate: string | undefined;
}

/** `chosen`: undefined where nobody has decided yet. */
export const partChoicesView = (
  choices: readonly ChoosablePart[],
  chosen: readonly string[] | undefined,
): PartChoiceView[] =>
  choices.map(({ name, label, help, isOnAtFirst, unavailable, lastCost }) => ({
    name,
    label,
    help,
    isOn: unavailable === undefined && (chosen?.includes(name) ?? isOnAtFirst),
    unavailable,
    estimate:
      lastCost && `Last time: ${counted(lastCost.calls, 'call')}, ${duration(lastCost.ms)}.`,
  }));
