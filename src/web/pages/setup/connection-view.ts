import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { SourceSite } from '../../../core/sites/site.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import { count } from '../../view/numbers.ts';
import type { Reader } from '../../view/reader.ts';

/** The connection as it is stored (`partials/setup/connection-card.hbs`); never the token. */
export interface ConnectionView {
  siteUrl: string;
  location: string;
  workspaceId: string;
  account: string;
  email: string;
  storage: string;
  schemas: string;
  /** What the account may not do, and what that hinders. */
  warnings: string[];
  attachments: string;
  lastSync: ShownDate | undefined;
}

export function connectionView(
  source: SourceSite,
  storageLabel: string,
  reader: Reader,
): ConnectionView {
  const { workspaceId, email } = readDetails(cloudKind, source);
  const { visibleSchemas, rights, lastSyncAt } = source.setup;
  return {
    siteUrl: source.siteUrl,
    location: 'Cloud',
    workspaceId,
    account: source.account.name,
    email,
    storage: storageLabel,
    schemas: count(visibleSchemas),
    warnings: rights.filter((right) => !right.granted).map((right) => right.warning),
    attachments: 'Attachments are not part of backups yet.',
    lastSync: lastSyncAt && showDate(lastSyncAt, reader.timeZone),
  };
}
