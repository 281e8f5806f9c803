import type { KeptFor } from '../../../core/backups/retention/plan-retention.ts';
import type { Reader } from '../../view/reader.ts';
import { showDay } from '../../view/formats/dates.ts';

type DayReader = Pick<Reader, 'timeZone' | 'locale'>;

const MONTH = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' });
const HOUR = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** Why a backup is kept, in a few words, as "daily of 12 Nov 2026, monthly of November 2026". */
export function keptWords(reasons: readonly KeptFor[], reader: DayReader): string {
  return reasons
    .filter(({ why }) => why !== 'no-rule')
    .map((reason) => wordsOf(reason, reader))
    .join(', ');
}

function wordsOf(reason: KeptFor, reader: DayReader): string {
  switch (reason.why) {
    case 'newest':
      return 'newest';
    case 'sound':
      return 'newest without damage';
    case 'held':
      return 'on hold';
    case 'in-use':
      return 'in use';
    case 'last':
      return 'one of the last';
    case 'at-least':
      return 'fewest to keep';
    case 'no-rule':
      return 'until you delete it';
    case 'age':
      return `until ${dayIn(reason.until, reader)}`;
    default:
      return `${reason.why} of ${spanWords(reason, reader)}`;
  }
}

function spanWords({ why, of }: Extract<KeptFor, { of: string }>, reader: DayReader): string {
  if (why === 'hourly') return HOUR.format(new Date(of));
  if (why === 'monthly') return MONTH.format(new Date(`${of}-01T00:00:00Z`));
  return why === 'yearly' ? of : showDay(of, reader);
}

const dayIn = (at: number, reader: DayReader): string => {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: reader.timeZone, dateStyle: 'short' });
  return showDay(day.format(new Date(at)), reader);
};
