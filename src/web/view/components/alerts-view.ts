import { markOf } from '../mark-of.ts';
import type { Remedy } from '../remedy-for.ts';
import type { DamagedBackupsView } from './damaged-backups-view.ts';

/** What is broken or soon will be. */
interface Alerts {
  /** The state of the databases. */
  notice: string | undefined;
  banners: BannerView[];
  damaged: DamagedBackupsView | undefined;
}

/** One cause, and what to do about it. */
export interface BannerView {
  look: 'danger' | 'warning';
  title: string;
  message: string | undefined;
  /**
   * The action that tries them again (an empty schema: for its structure); undefined if that can't
   * help or they are being tried already.
   */
  retry: RetryView | undefined;
  /** Where the cause can be fixed. */
  remedy: Remedy | undefined;
}

export interface RetryView {
  text: string;
  /** The schemas and what is chosen, as fields of a form. */
  picks: { name: string }[];
}

/**
 * The alerts of a page (`partials/alerts.hbs`). They stand apart from what is refreshed every few
 * seconds, and are sent again only if they say something else: a screen reader would read them out
 * each time.
 */
export interface AlertsView extends Alerts {
  /** Changes whenever they say something else. */
  mark: string;
  /** Whether they replace the ones in the page. */
  isChanged?: boolean | undefined;
}

export const alertsView = (alerts: Alerts): AlertsView => ({ ...alerts, mark: markOf(alerts) });

/** What a page with that mark has to show instead; undefined where it says the same. */
export const changedAlerts = (
  alerts: AlertsView,
  shownMark: string | undefined,
): AlertsView | undefined =>
  alerts.mark === shownMark ? undefined : { ...alerts, isChanged: true };
