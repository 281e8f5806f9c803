import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import type { FailureCause } from '../../../core/use-cases/overview/group-failures.ts';
import type { Overview } from '../../../core/use-cases/overview/read-overview.ts';
import type { BannerView, RetryView } from '../../view/components/alerts-view.ts';
import { tokenExpiryBanner } from '../../view/components/token-expiry-banner.ts';
import { count, counted } from '../../view/formats/numbers.ts';
import type { Reader } from '../../view/reader.ts';
import {
  canHelpToRetry,
  hasStructureOnly,
  remedyFor,
  STRUCTURE_FIELDS,
  type Remedy,
} from '../../view/remedy-for.ts';
import { nameSome } from './name-some.ts';

/** More would push the grid off the screen; the next one moves up when one of these is mended. */
const MAX_FAILURES = 3;
const REPLACE_TOKEN: Remedy = { text: 'Replace token', url: '/app/settings?section=token' };

/** The most urgent first. */
export function bannerViews(overview: Overview, reader: Reader): BannerView[] {
  const { failures, overdue, tokenExpiry } = overview;
  const mendable = failures.filter(isMendable);
  const others = failures.filter((cause) => !isMendable(cause));
  const expiry = tokenExpiryBanner(tokenExpiry, reader);
  return [
    ...[...mendable, ...others].slice(0, MAX_FAILURES).map(failureBanner),
    ...(overdue.length > 0 ? [overdueBanner(overdue)] : []),
    ...(expiry === undefined ? [] : [expiryBanner(expiry)]),
  ];
}

/** Whether somebody can do something about it. */
const isMendable = ({ code, schemas }: FailureCause): boolean =>
  remedyFor(code) !== undefined || (canHelpToRetry(code) && idleOf(schemas).length > 0);

const failureBanner = ({ message, code, schemas }: FailureCause): BannerView => ({
  look: 'danger',
  title: `${counted(schemas.length, 'backup')} failed`,
  message: `${nameSome(schemas)}: ${message}`,
  retry: retryOf(code, idleOf(schemas)),
  remedy: remedyFor(code, schemas[0]),
});

function overdueBanner(overdue: readonly CatalogSchema[]): BannerView {
  const [first] = overdue;
  const isOne = overdue.length === 1;
  return {
    look: 'danger',
    title: `${counted(overdue.length, 'scheduled backup')} ${isOne ? 'is' : 'are'} missing`,
    message: `${nameSome(overdue)}: no good backup since the last scheduled time. The Schedule tab of a schema says why.`,
    retry: {
      text: isOne ? 'Back up now' : `Back up all ${count(overdue.length)}`,
      picks: picksOf(overdue),
    },
    remedy:
      isOne && first
        ? { text: 'View schedule', url: `/app/schemas/${first.id}/schedule` }
        : undefined,
  };
}

const expiryBanner = (title: string): BannerView => ({
  look: 'warning',
  title,
  message: undefined,
  retry: undefined,
  remedy: REPLACE_TOKEN,
});

/** Those that are not being backed up or restored into right now. */
const idleOf = (schemas: readonly CatalogSchema[]): CatalogSchema[] =>
  schemas.filter(({ activeRunId }) => activeRunId === undefined);

const picksOf = (schemas: readonly CatalogSchema[]): RetryView['picks'] =>
  schemas.map(({ id }) => ({ name: `pick-${id}` }));

function retryOf(code: string | undefined, idle: readonly CatalogSchema[]): RetryView | undefined {
  const picks = picksOf(idle);
  const [one, many] = [idle.length === 1, count(idle.length)];
  if (idle.length === 0) return undefined;
  if (canHelpToRetry(code)) return { text: one ? 'Retry' : `Retry all ${many}`, picks };
  if (!hasStructureOnly(code)) return undefined;
  return {
    text: one ? 'Back up the structure' : `Back up the structure of all ${many}`,
    picks: [...picks, ...STRUCTURE_FIELDS.map((name) => ({ name }))],
  };
}
