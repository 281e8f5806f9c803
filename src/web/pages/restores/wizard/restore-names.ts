import { ProductError } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { readRestoreForm, targetOfForm } from './restore-form.ts';

/** The messages beside name and key while one types. */
export const restoreNames: Handler = async ({ restorePlans, tenant, params, form }) => {
  await restorePlans.begin(tenant.id, runId(params['id']!));
  const wizard = readRestoreForm({ form });
  try {
    return {
      view: 'restore-names',
      data: { errors: await restorePlans.nameMistakes(tenant.id, targetOfForm(wizard), wizard) },
    };
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    return { view: 'restore-names', data: { errors: {} } }; // a site that does not answer is said when the step is sent
  }
};
