import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import type { FailureCause, Overview } from '../../../core/use-cases/overview/read-overview.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import { bytes, count, counted } from '../../view/formats/numbers.ts';
import type { Reader } from '../../view/reader.ts';
import {
  canHelpToRetry,
  hasStructureOnly,
  remedyFor,
  STRUCTURE_FIELDS,
  type Remedy,
} from '../../view/remedy-for.ts';
import { nameSome } from './name-some.ts';
import { ringView, type RingView } from './ring-view.ts';
import { sparkView, type SparkView } from '../../view/components/spark-view.ts';

/** What answers "am I protected?" on top of the grid (`partials/overview/overview.hbs`). */
export interface OverviewView {
  banner: BannerView | undefined;
  /** Nothing was backed up or scheduled yet: one question instead of the tiles. */
  welcome: { schemas: string } | undefined;
  protected: string;
  active: string;
  ring: RingView;
  /** For example "3 failing, 1 waiting for a first backup, 2 without a schedule". */
  unprotected: string;
  canScheduleRest: boolean;
  failed: string;
  hasFailed: boolean;
  failedNote: string;
  next: ShownDate | undefined;
  nextFor: string;
  /** Whether it will fail until the token is replaced. */
  nextNeedsToken: boolean;
  stored: string;
  spark: SparkView;
  storedNote: string;
}

interface BannerView {
  title: string;
  message: string;
  /**
   * The action that tries them again (an empty schema: for its structure); undefined if that can't
   * help or they are being tried already.
   */
  retry:
    | {
        text: string;
        /** The schemas and what is chosen, as fields of a form. */ picks: { name: string }[];
      }
    | undefined;
  /** Where the cause can be fixed. */
  remedy: Remedy | undefined;
}

export function overviewView(overview: Overview, reader: Reader): OverviewView {
  const { active, firstAwaited, unscheduled, failures, next } = overview;
  const failing = overview.failing - firstAwaited;
  const failed = failures.reduce((sum, { schemas }) => sum + schemas.length, 0);
  return {
    banner: bannerOf(failures),
    welcome: isNew(overview) ? { schemas: count(active) } : undefined,
    protected: count(overview.protected),
    active: count(active),
    ring: ringView([
      { look: 'ok', share: overview.protected / Math.max(1, active) },
      { look: 'fail', share: failing / Math.max(1, active) },
    ]),
    unprotected: unprotectedWords({ failing, firstAwaited, unscheduled: unscheduled.length }),
    canScheduleRest: unscheduled.length > 0,
    failed: count(failed),
    hasFailed: failed > 0,
    failedNote: failedNote(failures),
    next: next && showDate(next.at, reader),
    nextFor: next ? nameSome(next.schemas) : '',
    nextNeedsToken: next?.needsNewToken === true,
    stored: bytes(overview.storedBytes),
    spark: sparkView(overview.storedByWeek),
    storedNote: storedNote(overview),
  };
}

const isNew = ({ active, backups, unscheduled }: Overview): boolean =>
  active > 0 && backups === 0 && unscheduled.length === active;

/** The most frequent cause that somebody can do something about. */
function bannerOf(failures: FailureCause[]): BannerView | undefined {
  const mendable = failures.find(
    ({ code, schemas }) => remedyFor(code) ?? (canHelpToRetry(code) && idleOf(schemas).length > 0),
  );
  const shown = mendable ?? failures[0];
  return shown && bannerView(shown);
}

function bannerView({ message, code, schemas }: FailureCause): BannerView {
  return {
    title: `${counted(schemas.length, 'backup')} failed in the last 24 hours`,
    message: `${nameSome(schemas)}: ${message}`,
    retry: retryOf(code, idleOf(schemas)),
    remedy: remedyFor(code, schemas[0]),
  };
}

/** Those that are not being backed up or restored into right now. */
const idleOf = (schemas: readonly CatalogSchema[]): CatalogSchema[] =>
  schemas.filter(({ activeRunId }) => activeRunId === undefined);

function retryOf(code: string | undefined, idle: readonly CatalogSchema[]): BannerView['retry'] {
  const picks = idle.map(({ id }) => ({ name: `pick-${id}` }));
  const [one, many] = [idle.length === 1, count(idle.length)];
  if (idle.length === 0) return undefined;
  if (canHelpToRetry(code)) return { text: one ? 'Retry' : `Retry all ${many}`, picks };
  if (!hasStructureOnly(code)) return undefined;
  return {
    text: one ? 'Back up the structure' : `Back up the structure of all ${many}`,
    picks: [...picks, ...STRUCTURE_FIELDS.map((name) => ({ name }))],
  };
}

function storedNote({ backups, storedByWeek }: Overview): string {
  const many = counted(backups, 'backup');
  const grown = (storedByWeek.at(-1) ?? 0) - (storedByWeek.at(-2) ?? 0);
  return grown > 0 ? `${many} · up ${bytes(grown)} in a week` : many;
}

function unprotectedWords(of: {
  failing: number;
  firstAwaited: number;
  unscheduled: number;
}): string {
  const { failing, firstAwaited, unscheduled } = of;
  const parts = [
    failing > 0 && `${count(failing)} failing`,
    firstAwaited > 0 && `${count(firstAwaited)} waiting for a first backup`,
    unscheduled > 0 && `${count(unscheduled)} without a schedule`,
  ];
  return parts.filter(Boolean).join(', ');
}

function failedNote(failures: FailureCause[]): string {
  if (failures.length === 0) return 'Nothing failed.';
  return failures.length === 1 ? 'One cause' : `${count(failures.length)} causes`;
}
