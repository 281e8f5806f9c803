import { readKeyRing } from '../../src/config/read-key-ring.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';

/** The key ring of a setting, `KEY_RING` as it is written. */
export const testKeyRing = (setting: string): KeyRing => new KeyRing(readKeyRing(setting).keys);
