import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply } from '../../../handling/reply.ts';
import type { Fields } from '../../../forms/fields.ts';
import { gridWatchView, type GridWatchView } from './grid-watch-view.ts';
import { readGridQuery } from './read-grid-query.ts';
import { schemaRowView, type SchemaRowView } from '../schema-row-view.ts';

export interface SchemaChangesView {
  watch: GridWatchView;
  rows: SchemaRowView[];
}

const SAME: EffectsReply = {};
const OTHER_ROWS: EffectsReply = { events: ['grid-changed'] };
const MARK = /^mark-(\w+)$/;

/**
 * What has changed in the grid since the page showed it, whoever did it: single rows, or the news
 * that the list itself has changed.
 */
export async function schemaChanges({ grid, caller, query, reader }: Call<'grid'>) {
  const found = await grid.page(caller.tenant.id, readGridQuery(query, reader));
  const rows = found.items.map((row) => schemaRowView(row, reader));
  const shown = readMarks(query);
  const isSameList =
    rows.length === shown.length && rows.every(({ id }, at) => shown[at]?.id === id);
  if (!isSameList) return OTHER_ROWS;
  const changed = rows.filter(({ mark }, at) => shown[at]?.mark !== mark);
  if (changed.length === 0) return SAME;
  const view: SchemaChangesView = {
    watch: gridWatchView(rows, true),
    rows: changed.map((row) => ({ ...row, isChanged: true })),
  };
  return show('schema-changes', view, { events: ['rows-changed'] });
}

const readMarks = (query: Fields): { id: string; mark: string }[] =>
  Object.entries(query).flatMap(([name, mark]) => {
    const id = MARK.exec(name)?.[1];
    return id === undefined ? [] : [{ id, mark }];
  });
