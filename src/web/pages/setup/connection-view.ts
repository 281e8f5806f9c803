import type { SourceSetup } from '../../../core/sites/site.ts';
import type { ConnectedSite, SetupView } from '../../../core/use-cases/setup/setup.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import { count } from '../../view/formats/numbers.ts';
import { rightsView, type RightView } from '../settings/rights-view.ts';
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
  /** When all that is stored was read back the last time, and when that began again. */
  readBack: { begun: ShownDate; ended: ShownDate | undefined } | undefined;
  schemas: string;
  /** What the account may do. */
  rights: RightView[];
  lastSync: ShownDate | undefined;
  /** Whether the site gives attachments. */
  attachments: AttachmentsView;
}

interface AttachmentsView {
  words: string;
  /** What they lack. */
  why: string | undefined;
  date: ShownDate | undefined;
}

export function connectionView(
  source: ConnectedSite,
  { label, check }: SetupView['storage'],
  reader: Reader,
): ConnectionView {
  const { kindLabel, addressedBy, signsInAs } = source.shown;
  const { visibleSchemas, rights, lastSyncAt, attachments } = source.setup;
  return {
    siteUrl: source.siteUrl,
    location: kindLabel,
    addressedBy,
    account: source.account.name,
    signsInAs,
    storage: label,
    readBack: check && {
      begun: showDate(check.begunAt, reader),
      ended: check.endedAt && showDate(check.endedAt, reader),
    },
    schemas: count(visibleSchemas),
    rights: rightsView(rights),
    lastSync: lastSyncAt && showDate(lastSyncAt, reader),
    attachments: attachmentsView(attachments, reader),
  };
}

function attachmentsView(
  given: SourceSetup['attachments'],
  reader: Reader,
): ConnectionView['attachments'] {
  if (!given)
    return {
      words: 'Not tried yet. Choose attachments when you back up a schema.',
      why: undefined,
      date: undefined,
    };
  const { isAvailable, why, at } = given;
  return { words: isAvailable ? 'Available' : 'Not available', why, date: showDate(at, reader) };
}
