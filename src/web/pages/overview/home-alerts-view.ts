import type { Overview } from '../../../core/use-cases/overview/read-overview.ts';
import { alertsView, type AlertsView } from '../../view/components/alerts-view.ts';
import { damagedBackupsView } from '../../view/components/damaged-backups-view.ts';
import type { Reader } from '../../view/reader.ts';
import { bannerViews } from './banner-views.ts';

/** `notice`: of the databases. It is left out where backups failed for the same cause. */
export const homeAlertsView = (
  overview: Overview,
  notice: string | undefined,
  reader: Reader,
): AlertsView =>
  alertsView({
    notice: overview.failures.some(({ message }) => message === notice) ? undefined : notice,
    banners: bannerViews(overview, reader),
    damaged: damagedBackupsView(overview.damaged, reader),
  });
