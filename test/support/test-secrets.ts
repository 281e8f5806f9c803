import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';

/** Seals under a key ring of its own: two of them cannot open each other's secrets. */
export const testSecrets = (connection: Connection): SecretBox =>
  new SecretBox(new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]]))));
