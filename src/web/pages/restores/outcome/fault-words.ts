import type { MissingCause } from '../../../../core/restores/report/missing-cause.ts';
import type { ChoiceKind } from '../../../../core/restores/restore-input.ts';
import { count } from '../../../view/formats/numbers.ts';
import { thingsWord } from '../../../view/words/things-word.ts';

type Cause = MissingCause | undefined;

/** What is said about one thing, or about several, before the name of the place. */
const FAULTS: Record<
  'absent' | 'hidden' | 'lacking' | MissingCause,
  readonly [one: string, many: string]
> = {
  absent: ["doesn't exist on", "don't exist on"],
  hidden: ["can't be found on", "can't be found on"],
  lacking: ["is of a kind that doesn't exist on", "are of kinds that don't exist on"],
  unknown: ["doesn't exist on", "don't exist on"],
  'email-hidden': ["doesn't exist on", "don't exist on"],
  deactivated: ['is deactivated on', 'are deactivated on'],
  deleted: ['has a deleted account on', 'have deleted accounts on'],
  several: ['has several namesakes on', 'have several namesakes on'],
  unlisted: ["wasn't listed by", "weren't listed by"],
};
const SEVERAL_FAULTS = "can't be matched on";

/** In a list of causes, after their number. */
const SHORT: Record<MissingCause, string> = {
  unknown: 'unknown',
  'email-hidden': 'with a hidden email',
  deactivated: 'deactivated',
  deleted: 'deleted',
  several: 'ambiguous',
  unlisted: 'not listed',
};

const HINTS: Partial<Record<MissingCause, string>> = {
  deactivated: 'Reactivate the account, or map to another one',
  deleted: 'Map to another account',
  several: 'Map to the right one',
  unlisted: 'Recalculate later',
};

/** "55 people don't exist on Sandbox", of things with these causes. */
export function faultWords(
  { kind, things, name }: { kind: ChoiceKind; things: number; name?: string | undefined },
  causes: ReadonlySet<Cause>,
  where: string,
): string {
  const subject = things === 1 && name ? name : `${count(things)} ${thingsWord(kind, things)}`;
  return `${subject} ${faultOf(kind, causes, things)} ${where}`;
}

function faultOf(kind: ChoiceKind, causes: ReadonlySet<Cause>, things: number): string {
  const faults = new Set([...causes].map((cause) => FAULTS[cause ?? ifNotSaid(kind)]));
  const phrases = new Set([...faults].map((forms) => forms[things === 1 ? 0 : 1]));
  const [only = FAULTS.absent[1]] = phrases;
  return phrases.size > 1 ? SEVERAL_FAULTS : only;
}

/** What the account can't see may exist. */
function ifNotSaid(kind: ChoiceKind): 'absent' | 'hidden' | 'lacking' {
  if (kind === 'attribute') return 'lacking';
  return kind === 'project' || kind === 'version' ? 'hidden' : 'absent';
}

/** "2 deactivated, 1 unknown", where there are several causes; how each of these can be mended. */
export function causesAbout(causes: readonly Cause[]): string[] {
  const byCause = Map.groupBy(causes, (cause) => cause);
  const parts = [...byCause].map(
    ([cause, those]) => `${count(those.length)} ${cause ? SHORT[cause] : 'missing'}`,
  );
  const hints = [...byCause.keys()].flatMap((cause) => (cause && HINTS[cause]) ?? []);
  return [...(parts.length > 1 ? [parts.join(', ')] : []), ...hints];
}
