import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import type { Page } from '../../../core/kernel/page.ts';
import { isOpen } from '../../../core/runs/run.ts';
import type { ListedRun } from '../../../core/use-cases/runs/runs.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { took } from '../../view/formats/numbers.ts';
import { pagerView, type PagerView } from '../../view/components/pager-view.ts';
import {
  progressView,
  queuedWords,
  type ProgressView,
} from '../../view/components/progress-view.ts';
import type { Reader } from '../../view/reader.ts';
import { RUN_STATES } from '../../view/components/run-states.ts';
import { runUrl } from '../runs/run-url.ts';
import { stopUrl } from '../runs/stop-url.ts';
import type { ActivityQuery } from './activity-query.ts';

/** The list alone, which refreshes itself. */
export interface ActivityTableView extends PagerView {
  lines: ActivityLine[];
  filtered: boolean;
  /** How often the page refreshes, such as `2s`. */
  every: string;
}

export interface ActivityView extends ActivityTableView {
  shows: Choice[];
  kinds: Choice[];
  schemas: Choice[];
}

interface Choice {
  value: string;
  text: string;
  chosen: boolean;
}

interface ActivityLine {
  id: string;
  /** What it does, as "Restore". */
  title: string;
  schema: { id: string; name: string; key: string } | undefined;
  about: string | undefined;
  by: string;
  when: ShownDate;
  took: string | undefined;
  state: Lozenge;
  progress: ProgressView | undefined;
  message: string | undefined;
  url: string | undefined;
  stopUrl: string | undefined;
}

const SHOWS = [
  { value: 'running', text: 'Running' },
  { value: 'failed', text: 'Failed' },
  { value: 'mine', text: 'Mine' },
] as const;
const WHILE_WORKING = '2s';
const WHILE_IDLE = '10s';

export interface ActivityShown {
  found: Page<ListedRun>;
  query: ActivityQuery;
  kinds: { kind: string; title: string }[];
  schemas: readonly CatalogSchema[];
}

export function activityView(
  { found, query, kinds, schemas }: ActivityShown,
  reader: Reader,
): ActivityView {
  return {
    ...activityTableView(found, query, reader),
    shows: SHOWS.map((show) => ({ ...show, chosen: show.value === query.show })),
    kinds: kinds.map(({ kind, title }) => ({
      value: kind,
      text: capitalized(title),
      chosen: kind === query.kind,
    })),
    schemas: schemaChoices(schemas, query.schema),
  };
}

export function activityTableView(
  found: Page<ListedRun>,
  query: ActivityQuery,
  reader: Reader,
): ActivityTableView {
  return {
    ...pagerView(found),
    lines: found.items.map((listed) => lineView(listed, reader)),
    filtered: Boolean(query.show || query.kind || query.schema),
    every: found.items.some(({ run }) => isOpen(run)) ? WHILE_WORKING : WHILE_IDLE,
  };
}

/** One that was removed is listed while it is chosen, so that the filter can be seen. */
function schemaChoices(schemas: readonly CatalogSchema[], chosen: string | undefined): Choice[] {
  const choices = schemas.map(({ id, name, key }) => ({
    value: id,
    text: `${name} (${key})`,
    chosen: id === chosen,
  }));
  if (!chosen || choices.some((choice) => choice.chosen)) return choices;
  return [...choices, { value: chosen, text: 'Removed schema', chosen: true }];
}

function lineView({ run, title, about, canStop, schema }: ListedRun, reader: Reader): ActivityLine {
  const open = isOpen(run);
  return {
    id: run.id,
    title: capitalized(title),
    schema: schema && { id: schema.id, name: schema.name, key: schema.key },
    about,
    by: run.trigger === 'scheduled' ? `Schedule of ${run.requestedBy.name}` : run.requestedBy.name,
    when: showDate(run.startedAt ?? run.queuedAt, reader),
    took: took(run),
    state: RUN_STATES[run.state],
    progress: run.state === 'running' ? progressView(run, reader.nowMs) : undefined,
    message: run.state === 'queued' ? queuedWords(run, reader.nowMs) : run.message,
    url: runUrl(run),
    stopUrl: open && canStop && !run.cancelRequested ? stopUrl(run) : undefined,
  };
}

const capitalized = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
