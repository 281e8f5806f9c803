import { randomBytes } from 'node:crypto';
import type { LifecycleCall } from '../../../src/core/tenants/installations.ts';

/** A call of the host that was signed and came at one moment. */
export const lifecycleCall = (at = Date.now()): LifecycleCall => ({
  id: randomBytes(8).toString('hex'),
  signedAt: new Date(at),
  receivedAt: new Date(at),
});
