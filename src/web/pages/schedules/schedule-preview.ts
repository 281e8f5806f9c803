import { InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { byPickers, formView, readForm, wantedCron } from './schedule-form.ts';

/** The popup's live part while one picks or types: pickers and expression follow each other, words and dates follow both. Saves nothing. */
export const schedulePreview: Handler = async (call) => {
  const { schema, schedule } = await call.schedules.get(
    call.tenant.id,
    catalogId(call.params['id']!),
  );
  const form = readForm(call);
  const touched = {
    byPickers: byPickers(call),
    otherPicks: call.form['every'] !== call.form['shown'],
  };
  try {
    return {
      view: 'schedule-preview',
      data: {
        ...formView(schema.id, schema.name, { ...form, cron: wantedCron(call) }, schedule, call),
        ...touched,
      },
    };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return {
      view: 'schedule-preview',
      data: {
        ...formView(schema.id, schema.name, form, schedule, call, { errors: error.fields }),
        ...touched,
        otherPicks: false,
      },
    };
  }
};
