import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import { oneOfOrNone, type Fields } from '../../forms/fields.ts';
import { PageQuery } from '../../forms/page-query.ts';
import { dayEnd, dayStart } from '../../view/dates.ts';

/** The filters of Available backups. */
const BackupListQuery = PageQuery.extend({
  type: oneOfOrNone(['manual', 'scheduled']),
  from: z.string().optional(),
  to: z.string().optional(),
});

/** Days are those of the time zone. @throws InvalidInput `from` */
export function readBackupListQuery(query: Fields, timeZone: string) {
  const { type, page, part, from, to } = BackupListQuery.parse(query);
  const filter = { trigger: type, from: dayStart(from, timeZone), to: dayEnd(to, timeZone), page };
  if ((from && !filter.from) || (to && !filter.to))
    throw new InvalidInput({ from: 'A date is written as year-month-day.' });
  return { filter, part, typed: { type: query['type'], from, to } };
}
