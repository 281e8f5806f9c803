import type { DestinationRig } from './destination-rig.ts';

/** One promise of every destination, and how it is seen to be kept. */
export interface DestinationCheck {
  name: string;
  run(rig: DestinationRig): Promise<void>;
}
