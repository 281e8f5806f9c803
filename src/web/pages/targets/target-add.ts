import type { SettingsUse } from '../settings/show-settings.ts';
import type { Call } from '../../handling/call.ts';
import { saveTarget } from './target-save.ts';

export const targetAdd = (call: Call<SettingsUse>) => saveTarget(call, undefined);
