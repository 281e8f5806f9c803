import type { SchemaRowView } from '../schema-row-view.ts';

/** How the grid follows what happens (`partials/schemas/grid-watch.hbs`). */
export interface GridWatchView {
  /** Seconds until the page asks again. */
  every: number;
  /** Whether it replaces an earlier version of itself in the page. */
  isChanged: boolean;
}

const BUSY_SECONDS = 2;
const QUIET_SECONDS = 5;

/** One question for all rows, however many of them have a run in progress. */
export const gridWatchView = (
  rows: readonly SchemaRowView[],
  isChanged = false,
): GridWatchView => ({
  every: rows.some(({ progress }) => progress) ? BUSY_SECONDS : QUIET_SECONDS,
  isChanged,
});
