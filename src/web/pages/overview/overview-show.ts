import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply } from '../../handling/reply.ts';
import { changedAlerts, type AlertsView } from '../../view/components/alerts-view.ts';
import { homeAlertsView } from './home-alerts-view.ts';
import { overviewView, type OverviewView } from './overview-view.ts';

export interface OverviewShowView extends OverviewView {
  /** Undefined where the page shows the same ones already. */
  alerts: AlertsView | undefined;
}

const SAME: EffectsReply = {};

/** What is above the grid, and the alerts, as far as the page shows something else. */
export async function overviewShow({
  protection,
  setup,
  caller,
  query,
  reader,
}: Call<'protection' | 'setup'>) {
  const [overview, notice] = await Promise.all([
    protection.overview(caller.tenant.id),
    setup.notice(caller.tenant.id),
  ]);
  const view = overviewView(overview, reader);
  const alerts = changedAlerts(homeAlertsView(overview, notice, reader), query['alerts']);
  if (!alerts && view.mark === query['mark']) return SAME;
  const shown: OverviewShowView = { ...view, alerts };
  return show('overview-show', shown);
}
