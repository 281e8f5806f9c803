import { z } from 'zod';
import { catalogId } from '../../../../core/kernel/ids.ts';
import { oneOf } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type Effects } from '../../../handling/reply.ts';
import { changedAlerts } from '../../../view/components/alerts-view.ts';
import { SCHEMA_TABS, schemaHeadView } from './schema-head-view.ts';

const HeadQuery = z.object({
  tab: oneOf(SCHEMA_TABS, 'backups'),
  /** What the page shows. */
  mark: z.string().default(''),
  /** The mark of the alerts that it shows. */
  alerts: z.string().optional(),
});
/** Every list that the page may show under its head. */
const CHANGED: Effects = {
  events: ['backups-changed', 'schedule-changed', 'restore-changed'],
};

/**
 * The head on its own: the page refreshes it regularly, and the lists below follow when they have
 * changed, whoever changed them.
 */
export async function schemaHead({
  schemaPages,
  caller,
  params,
  query,
  reader,
}: Call<'schemaPages', 'id'>) {
  const { tab, mark, alerts: shown } = HeadQuery.parse(query);
  const head = await schemaPages.head(caller.tenant.id, catalogId(params.id));
  const view = schemaHeadView(head, tab, reader);
  const alerts = view.alerts && changedAlerts(view.alerts, shown);
  return show('schema-head', { ...view, alerts }, view.mark === mark ? {} : CHANGED);
}
