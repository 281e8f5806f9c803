import type { ConnectedSite } from '../../../core/use-cases/setup/setup.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import { count } from '../../view/numbers.ts';
import type { Reader } from '../../view/reader.ts';

/** The connection as it is stored (`partials/setup/connection-card.hbs`); never the token. */
export interface ConnectionView {
  siteUrl: string;
  location: string;
  /** How the site is addressed, beside its URL. */
  addressedBy: { name: string; value: string }[];
  account: string;
  signsInAs: string | undefined;
  storage: string;
  schemas: string;
  /** What the account may not do, and what that hinders. */
  warnings: string[];
  attachments: string;
  lastSync: ShownDate | undefined;
}

export function connectionView(
  source: ConnectedSite,
  storageLabel: string,
  reader: Reader,
): ConnectionView {
  const { kindLabel, addressedBy, signsInAs } = source.shown;
  const { visibleSchemas, rights, lastSyncAt } = source.setup;
  return {
    siteUrl: source.siteUrl,
    location: kindLabel,
    addressedBy,
    account: source.account.name,
    signsInAs,
    storage: storageLabel,
    schemas: count(visibleSchemas),
    warnings: rights.filter((right) => !right.granted).map((right) => right.warning),
    attachments: 'Attachments are not part of backups yet.',
    lastSync: lastSyncAt && showDate(lastSyncAt, reader.timeZone),
  };
}
