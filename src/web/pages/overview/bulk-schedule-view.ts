import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { counted } from '../../view/formats/numbers.ts';
import type { BulkScheduleForm } from './bulk-schedule-form.ts';

/** The popup that schedules several schemas by one daily rule. */
export interface BulkScheduleView {
  title: string;
  names: string[];
  picks: { name: string }[];
  at: string;
  timeZone: string;
  backUpNow: boolean;
  windows: { minutes: string; text: string; chosen: boolean }[];
  errors: FieldErrors;
}

const WINDOWS = [
  { minutes: '0', text: 'All at the same time' },
  { minutes: '60', text: 'Spread over 1 hour' },
  { minutes: '120', text: 'Spread over 2 hours' },
  { minutes: '240', text: 'Spread over 4 hours' },
] as const;

export const bulkScheduleView = (
  schemas: readonly CatalogSchema[],
  form: BulkScheduleForm,
  errors: FieldErrors = {},
): BulkScheduleView => ({
  title: `Schedule ${counted(schemas.length, 'schema')}`,
  names: schemas.map(({ name }) => name),
  picks: schemas.map(({ id }) => ({ name: `pick-${id}` })),
  at: form.at,
  timeZone: form.timeZone,
  backUpNow: form.backUpNow,
  windows: WINDOWS.map((window) => ({ ...window, chosen: window.minutes === form.windowMinutes })),
  errors,
});
