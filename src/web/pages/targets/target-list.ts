import type { Call } from '../../handling/call.ts';
import { showSettings } from '../settings/show-settings.ts';

/** The target instances are a section of *Settings*. */
export const targetList = (call: Call<'setup' | 'targets' | 'keys' | 'figures'>) =>
  showSettings(call, { section: 'targets' });
