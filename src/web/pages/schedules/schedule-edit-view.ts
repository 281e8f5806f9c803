import type { ChoosablePart } from '../../../core/backups/parts/choosable-parts.ts';
import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import type { Schedule } from '../../../core/schedules/schedule.ts';
import type { ScheduleInput } from '../../../core/use-cases/schedules/schedules.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { showSlot, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';
import { cronWords, skippedWords } from '../../view/words/cron-words.ts';
import { partChoicesView, type PartChoiceView } from '../backups/part-choices-view.ts';
import { pickErrorOf, pickersView, type PickersView } from './pickers-view.ts';
import type { ScheduleMeaning } from './schedule-meaning.ts';
import { storedScheduleView, type StoredScheduleView } from './stored-schedule-view.ts';

/** The popup of a schema's schedule. */
export interface ScheduleEditView extends ScheduleInput {
  id: string;
  name: string;
  key: string;
  /** Whether the schema no longer exists in Assets. */
  isPaused: boolean;
  partChoices: PartChoiceView[];
  errors: FieldErrors;
  /** What somebody else saved meanwhile: a sentence, and the schedule as it is stored. */
  changed: string | undefined;
  stored: StoredScheduleView | undefined;
  zones: string[];
  /** What the form says was touched last. */
  source: 'pickers' | 'cron';
  /** Whether the expression can be read. */
  readable: boolean;
  pickers: PickersView;
  preview: PreviewView;
  /** For the live part: the pickers were touched last, so that the expression follows them. */
  byPickers?: boolean | undefined;
}

interface PreviewView {
  words?: string | undefined;
  /** Dates that the rule skips. */
  skipped?: string | undefined;
  /** Whether it is off, so that no dates follow. */
  off?: boolean | undefined;
  next?: ShownDate[] | undefined;
  timeZone: string;
}

export interface ScheduleShown {
  schema: Pick<CatalogSchema, 'id' | 'name' | 'key' | 'status'>;
  schedule: Schedule | undefined;
  input: ScheduleInput;
  meaning: ScheduleMeaning;
  /** What was refused, by field. */
  errors?: FieldErrors | undefined;
  changed?: string | undefined;
  /** Parts that may be chosen. */
  choices: readonly ChoosablePart[];
}

const ALL_ZONES = Intl.supportedValuesOf('timeZone');
const ZONES = ALL_ZONES.includes('UTC') ? ALL_ZONES : ['UTC', ...ALL_ZONES];

export function scheduleEditView(shown: ScheduleShown, reader: Reader): ScheduleEditView {
  const { schema, schedule, input, meaning, changed } = shown;
  const errors = { ...meaning.errors, ...shown.errors };
  const hasPickError = pickErrorOf(errors) !== undefined;
  return {
    ...input,
    id: schema.id,
    name: schema.name,
    key: schema.key,
    isPaused: schema.status === 'deleted',
    partChoices: partChoicesView(shown.choices, input.parts),
    errors,
    changed,
    stored: changed && schedule ? storedScheduleView(schedule, reader) : undefined,
    zones: ZONES,
    source: hasPickError ? 'pickers' : 'cron',
    readable: meaning.rule !== undefined,
    pickers: pickersView(meaning.rule, errors),
    preview: hasPickError ? { timeZone: input.timeZone } : previewView(meaning, input, reader),
  };
}

/** The words and the next dates, once the fields are right. */
function previewView(
  { rule, next }: ScheduleMeaning,
  { on, timeZone }: ScheduleInput,
  reader: Reader,
): PreviewView {
  if (!rule || !next) return { timeZone };
  return {
    words: cronWords(rule),
    skipped: skippedWords(rule),
    off: !on,
    next: on ? next.map((date) => showSlot(date, { ...reader, timeZone })) : undefined,
    timeZone,
  };
}
