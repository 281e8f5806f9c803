import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import { runId } from '../../../core/kernel/ids.ts';
import { checkbox, oneOfOrNone, type Fields } from '../../forms/fields.ts';
import { PageQuery } from '../../forms/page-query.ts';
import { dayEnd, dayStart } from '../../view/formats/dates.ts';

/** The filters of Available backups. */
const BackupListQuery = PageQuery.extend({
  type: oneOfOrNone(['manual', 'scheduled']),
  verified: checkbox(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** The backup whose page is wanted. */
  select: z.string().optional(),
});

/** Days are those of the time zone. @throws InvalidInput `from` */
export function readBackupListQuery(query: Fields, timeZone: string) {
  const { type, verified, page, part, from, to, select } = BackupListQuery.parse(query);
  const onPageOf = select ? runId(select) : undefined;
  const days = { from: dayStart(from, timeZone), to: dayEnd(to, timeZone) };
  const filter = { trigger: type, verifiedOnly: verified, ...days, page, onPageOf };
  if ((from && !filter.from) || (to && !filter.to))
    throw new InvalidInput({ from: 'Enter a date as year-month-day, such as 2027-03-31.' });
  return { filter, part, typed: { type: query['type'], verified, from, to } };
}
