import type { Log } from '../../core/kernel/log.ts';
import type { Round } from '../../core/kernel/loops/work-through.ts';
import type { RingRotation } from '../../storage/sealing/ring-rotation.ts';

/**
 * Seals everything with the active key of the ring, and logs how far it is: of all replicas
 * together, whichever of them does it.
 */
export async function rotateKeys(rotation: RingRotation, log: Log): Promise<Round> {
  if ((await rotation.state()).left === 0) return { done: 0, failed: [] };
  const tell = async (): Promise<void> => {
    const { total, left } = await rotation.state();
    const fields = { done: total - left, total };
    if (left === 0)
      log.info(fields, 'All data keys are sealed with the active key. The others may go.');
    else log.info(fields, 'Data keys are being sealed with the active key.');
  };
  const round = await rotation.rewrapAll(tell);
  await tell();
  return round;
}
