import {
  Conflict,
  InvalidInput,
  NotFound,
  Refused,
  Unavailable,
} from '../../../core/kernel/errors.ts';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show, type Effects } from '../../handling/reply.ts';
import { settingsView, type SettingsShown } from './settings-view.ts';

/** What the page *Settings* needs. */
export type SettingsUse =
  'setup' | 'targets' | 'dataCenters' | 'keys' | 'figures' | 'retention' | 'defaultRetention';
type SettingsCall = Call<SettingsUse>;

/** *Settings*, at one of its sections. @throws NotFound before the setup is finished */
export async function showSettings(
  call: SettingsCall,
  at: Pick<SettingsShown, 'section' | 'typed' | 'errors' | 'isReplacing' | 'hasTestFailed'>,
  effects: Effects = {},
) {
  const { setup, targets, dataCenters, keys, figures, caller, reader } = call;
  const { tenant } = caller;
  const [state, found, instances, sealed, used, retention] = await Promise.all([
    setup.view(tenant.id),
    targets.list(tenant.id),
    dataCenters.list(tenant.id),
    keys.view(tenant.id),
    figures.figures(tenant.id),
    call.defaultRetention.view(tenant.id),
  ]);
  if (!state.source) throw new NotFound('Finish the setup first. Reload the page.');
  const shown: SettingsShown = {
    ...at,
    source: state.source,
    setup: state,
    targets: found,
    dataCenters: instances,
    keys: sealed,
    retention,
    binDays: call.retention.binMs / DAY_MS,
    figures: used,
    reader,
  };
  return show('settings-show', settingsView(shown), effects);
}

/** The messages of what can be mended in the form; undefined for anything else. */
export function formErrorsOf(error: unknown): FieldErrors | undefined {
  if (error instanceof InvalidInput) return error.fields;
  const isSaid =
    error instanceof Conflict || error instanceof Unavailable || error instanceof Refused;
  return isSaid ? { form: error.message } : undefined;
}
