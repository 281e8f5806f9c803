import { counted } from '../../kernel/counted.ts';
import type { Available } from '../../assets/ports/site/available.ts';
import type { AddedThings } from '../restore-facts.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';

/** This many refusals in a row mean that the site accepts nothing of the kind. */
const MAX_REFUSED = 5;

/** The site does not list or accept things of a kind: the rest of them is skipped. */
export class NotTaken extends Error {}

/** How adding things to objects goes: what one object is refused is no verdict on the others. */
export class TakenTally {
  added = 0;
  refused = 0;
  /** Why the last one was refused. */
  why = '';
  #inRow = 0;

  add(): void {
    this.added += 1;
    this.#inRow = 0;
  }

  /** `things` were refused by one answer. @throws NotTaken if the site refuses one after another */
  refuse(why: string, things = 1): void {
    this.#inRow += 1;
    if (this.#inRow === MAX_REFUSED) throw new NotTaken(why);
    this.refused += things;
    this.why = why;
  }
}

/** Counts one more thing by what the site answered. Whether it was taken. @throws NotTaken */
export async function countTaken(
  attempt: RestoreAttempt,
  tally: TakenTally,
  made: Available<true>,
): Promise<boolean> {
  if ('unavailable' in made) {
    tally.refuse(made.unavailable);
    return false;
  }
  tally.add();
  attempt.countWrite();
  await attempt.saveIfDue();
  return true;
}

const WORDS: Record<AddedThings, { one: string; title: string }> = {
  comments: { one: 'comment', title: 'Comments' },
  attachments: { one: 'attachment', title: 'Attachments' },
};

/**
 * Adds things to one object after the other, as far as the site takes them. Says in the report what
 * was added, and why not all; nothing where all was.
 */
export async function addWhileTaken(
  attempt: RestoreAttempt,
  things: AddedThings,
  tally: TakenTally,
  addAll: () => Promise<void>,
): Promise<void> {
  attempt.noteAdded(things, { isWhole: true });
  try {
    await addAll();
    const refused = `${counted(tally.refused, WORDS[things].one)} not taken by the site. `;
    if (tally.refused > 0) noteIncomplete(attempt, things, tally, refused);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    tally.why = error.message;
    noteIncomplete(attempt, things, tally);
  }
}

function noteIncomplete(
  attempt: RestoreAttempt,
  things: AddedThings,
  { added, why }: TakenTally,
  refused = '',
): void {
  const { one, title } = WORDS[things];
  const all = `${counted(added, one)} added by this attempt. ${refused}${why}`;
  attempt.noteAdded(things, { isWhole: false });
  attempt.note(
    `${title} weren't restored completely: ${all} Restore again to add the others; none is added twice.`,
  );
}
