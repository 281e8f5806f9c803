import type { Overview } from '../../../core/use-cases/overview/read-overview.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import { bytes, count, counted } from '../../view/formats/numbers.ts';
import { markOf } from '../../view/mark-of.ts';
import type { Reader } from '../../view/reader.ts';
import { nameSome } from './name-some.ts';
import { ringView, type RingView } from './ring-view.ts';
import { sparkView, type SparkView } from '../../view/components/spark-view.ts';

/** What answers "am I protected?" on top of the grid (`partials/overview/overview.hbs`). */
export interface OverviewView {
  /** Changes whenever it says something else. */
  mark: string;
  /** Nothing was backed up or scheduled yet: one question instead of the tiles. */
  welcome: WelcomeView | undefined;
  protected: string;
  /** "8 schemas". */
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

interface WelcomeView {
  title: string;
  text: string;
  button: string;
}

export function overviewView(overview: Overview, reader: Reader): OverviewView {
  const { active, firstAwaited, unscheduled, next } = overview;
  const failing = overview.failing - firstAwaited;
  const view = {
    welcome: isNew(overview) ? welcomeView(active) : undefined,
    protected: count(overview.protected),
    active: counted(active, 'schema'),
    ring: ringView([
      { look: 'ok', share: overview.protected / Math.max(1, active) },
      { look: 'fail', share: failing / Math.max(1, active) },
    ]),
    unprotected: unprotectedWords({ failing, firstAwaited, unscheduled: unscheduled.length }),
    canScheduleRest: unscheduled.length > 0,
    failed: count(overview.failedLastDay.backups),
    hasFailed: overview.failedLastDay.backups > 0,
    failedNote: failedNote(overview.failedLastDay),
    next: next && showDate(next.at, reader),
    nextFor: next ? nameSome(next.schemas) : '',
    nextNeedsToken: next?.needsNewToken === true,
    stored: bytes(overview.storedBytes),
    spark: sparkView(overview.storedByWeek),
    storedNote: storedNote(overview),
  };
  return { ...view, mark: markOf(view) };
}

const isNew = ({ active, backups, unscheduled }: Overview): boolean =>
  active > 0 && backups === 0 && unscheduled.length === active;

function welcomeView(active: number): WelcomeView {
  const schemas = counted(active, 'schema');
  const isOne = active === 1;
  const how = isOne ? 'back it up' : `back up all ${schemas}`;
  const whose = isOne ? 'its schedule' : 'the schedule of each schema';
  return {
    title: `${schemas} found. Protect ${isOne ? 'it' : 'them all'} daily?`,
    text: `We'll ${how} now, and then every day at the time you pick. You can change ${whose} later.`,
    button: `Protect ${schemas}`,
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

function failedNote({ backups, causes }: Overview['failedLastDay']): string {
  if (backups === 0) return 'No backup failed.';
  if (causes === 0) return 'Backed up since then';
  return causes === 1 ? 'One cause' : `${count(causes)} causes`;
}
