import { z } from 'zod';
import type {
  HistoryLine,
  ObjectHistory,
} from '../../../../core/backups/inside/objects/read-object-history.ts';
import { NotFound } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { text } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { CSV_START, csvRow } from '../../../view/formats/csv-row.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { counted } from '../../../view/formats/numbers.ts';
import type { Reader } from '../../../view/reader.ts';

const MAX_NAME = 300;
/** Nobody reads a page with more lines; the file has all of them. */
const MAX_SHOWN = 200;
const COLUMNS = ['When', 'Who', 'Account', 'What', 'Attribute', 'Old value', 'New value'];

const HistoryQuery = z.object({
  person: text(MAX_NAME),
  attribute: text(MAX_NAME),
  format: z.enum(['csv', 'html']).catch('html'),
});

/** What happened to one object up to its backup. */
export interface ObjectHistoryView {
  /** Where more of it, or less, is asked for. */
  url: string;
  lines: HistoryLineView[];
  /** "3 changes", "3 of 20 changes". */
  counted: string;
  /** How many more the file has. */
  more: string | undefined;
  people: OptionView[];
  attributes: OptionView[];
}

interface OptionView {
  value: string;
  text: string;
  isChosen: boolean;
}

interface HistoryLineView {
  date: ShownDate | undefined;
  who: string;
  what: string;
  attribute: string;
  before: string;
  after: string;
}

/** As a list with filters, or as a file. @throws NotFound where the backup has none */
export async function objectHistory({
  contents,
  caller,
  params,
  query,
  reader,
}: Call<'contents', 'id' | 'typeId' | 'objectId'>) {
  const { id, typeId, objectId } = params;
  const wanted = HistoryQuery.parse(query);
  const object = { typeId, id: objectId };
  const history = await contents.history(caller.tenant.id, runId(id), object, wanted);
  if (!history) throw new NotFound('This backup has no history of this object.');
  if (wanted.format === 'csv') {
    const name = `history-${objectId}.csv`;
    return { file: { name, type: 'text/csv; charset=utf-8', parts: asCsv(history) } };
  }
  const url = `/app/backups/${id}/contents/${typeId}/${objectId}/history`;
  return show('object-history', objectHistoryView(url, history, wanted, reader));
}

function objectHistoryView(
  url: string,
  { entries, total, people, attributes }: ObjectHistory,
  wanted: { person: string; attribute: string },
  reader: Reader,
): ObjectHistoryView {
  const shown = entries.slice(0, MAX_SHOWN);
  const isAll = entries.length === total;
  return {
    url,
    lines: shown.map((entry) => lineView(entry, reader)),
    counted: isAll ? counted(total, 'change') : `${entries.length} of ${counted(total, 'change')}`,
    more:
      entries.length > shown.length
        ? `${counted(entries.length - shown.length, 'more change is', 'more changes are')} in the CSV file.`
        : undefined,
    people: people.map(({ key, name }) => ({
      value: key,
      text: name || key || 'Unknown',
      isChosen: key === wanted.person,
    })),
    attributes: attributes.map((name) => ({
      value: name,
      text: name,
      isChosen: name === wanted.attribute,
    })),
  };
}

function lineView(entry: HistoryLine, reader: Reader): HistoryLineView {
  const { created, actor, attribute, before, after } = entry;
  return {
    date: Number.isNaN(Date.parse(created)) ? undefined : showDate(new Date(created), reader),
    who: actor.name || actor.key || 'Unknown',
    what: wordOf(entry),
    attribute,
    before: rawText(before),
    after: rawText(after),
  };
}

/** A word of the site's; what its numbers mean is documented nowhere. */
function wordOf({ type, attribute }: HistoryLine): string {
  if (typeof type === 'string' && type !== '') {
    const words = type.toLowerCase().replaceAll('_', ' ');
    return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
  }
  return attribute === '' ? 'Object changed' : 'Value changed';
}

function rawText(value: HistoryLine['before']): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function* asCsv({ entries }: ObjectHistory): AsyncGenerator<string> {
  yield CSV_START + csvRow(COLUMNS);
  for (const { created, actor, type, attribute, before, after } of entries)
    yield csvRow([
      created,
      actor.name,
      actor.key,
      rawText(type),
      attribute,
      rawText(before),
      rawText(after),
    ]);
}
