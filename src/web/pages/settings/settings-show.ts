import { z } from 'zod';
import { oneOfOrNone } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { showSettings, type SettingsUse } from './show-settings.ts';

const SettingsQuery = z.object({
  section: oneOfOrNone([
    'account',
    'token',
    'storage',
    'keys',
    'retention',
    'targets',
    'data-centers',
    'limits',
    'danger',
  ]),
});

export function settingsShow(call: Call<SettingsUse>) {
  const { section } = SettingsQuery.parse(call.query);
  return showSettings(call, { section, isReplacing: section === 'token' });
}
