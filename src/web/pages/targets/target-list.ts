import type { Call } from '../../handling/call.ts';
import { showSettings, type SettingsUse } from '../settings/show-settings.ts';

/** The target instances are a section of *Settings*. */
export const targetList = (call: Call<SettingsUse>) => showSettings(call, { section: 'targets' });
