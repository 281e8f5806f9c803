import type { Fault } from '../../../simulator/faults/fault.ts';
import type { Settings } from '../../../simulator/world/settings.ts';

const HOLD: Fault = { kind: 'hold', path: '/workspace/', probability: 1 };

/** Every call of Assets waits until `settings.faults` is set again: what is begun stays in hand. */
export function holdAssets(settings: Settings): void {
  settings.faults = [HOLD];
}
