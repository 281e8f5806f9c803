import { z } from 'zod';
import type { ActivityFilter } from '../../../core/use-cases/runs/runs.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import { OPEN_STATES } from '../../../core/runs/run.ts';
import { oneOfOrNone, type Fields } from '../../forms/fields.ts';
import { pageNumber } from '../../forms/page-query.ts';

const MAX_NAME = 100;

/** What the filters of Activity say. */
const ActivityQuery = z.object({
  show: oneOfOrNone(['running', 'failed', 'mine']),
  kind: z.string().max(MAX_NAME).optional().catch(undefined),
  schema: z.string().max(MAX_NAME).optional().catch(undefined),
  page: pageNumber(),
});
export type ActivityQuery = z.infer<typeof ActivityQuery>;

export const readActivityQuery = (query: Fields): ActivityQuery => ActivityQuery.parse(query);

/** `accountId`: of who looks. */
export function toActivityFilter(query: ActivityQuery, accountId: string): ActivityFilter {
  return {
    states: statesOf(query),
    requestedBy: query.show === 'mine' ? accountId : undefined,
    kind: query.kind || undefined,
    catalogId: query.schema ? catalogId(query.schema) : undefined,
    page: query.page,
  };
}

function statesOf({ show }: ActivityQuery): ActivityFilter['states'] {
  switch (show) {
    case 'running':
      return [...OPEN_STATES];
    case 'failed':
      return ['failed'];
    default:
      return undefined;
  }
}
