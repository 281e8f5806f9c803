import type { Call } from '../../handling/call.ts';
import { saveTarget } from './target-save.ts';

export const targetAdd = (call: Call<'setup' | 'targets' | 'keys' | 'figures'>) =>
  saveTarget(call, undefined);
