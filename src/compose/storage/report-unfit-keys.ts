import type { Log } from '../../core/kernel/log.ts';
import type { RingRotation } from '../../storage/sealing/ring-rotation.ts';

/** Logs what the ring lacks. The service starts nevertheless: other tenants may be served. */
export async function reportUnfitKeys(rotation: RingRotation, log: Log): Promise<void> {
  const { missing, different } = await rotation.unfit();
  if (missing.length > 0)
    log.error({ missing }, 'The key ring lacks keys that stored data is encrypted with.');
  if (different.length > 0)
    log.error(
      { different },
      'KEY_RING has different keys under these names than those that stored data is encrypted with, or all of that data was changed. Put the old keys back, give the new ones other names, and start again.',
    );
}
