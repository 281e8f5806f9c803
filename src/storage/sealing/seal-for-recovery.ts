import { hkdfSync } from 'node:crypto';
import type { TenantId } from '../../core/kernel/ids.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';

const KEY_BYTES = 32;

/** Seals a tenant's data key under its recovery key. It opens for no other tenant. */
export const sealForRecovery = (dataKey: Buffer, recoveryKey: Buffer, tenantId: TenantId): Buffer =>
  sealBytes(dataKey, wrappingKey(recoveryKey, tenantId), contextOf(tenantId));

/** Undefined where another key sealed it, or a byte was changed. */
export function openForRecovery(
  sealed: Buffer,
  recoveryKey: Buffer,
  tenantId: TenantId,
): Buffer | undefined {
  try {
    return openBytes(sealed, wrappingKey(recoveryKey, tenantId), contextOf(tenantId));
  } catch {
    return undefined;
  }
}

/** A recovery key is random: nothing has to be made slow. */
const wrappingKey = (recoveryKey: Buffer, tenantId: TenantId): Buffer =>
  Buffer.from(hkdfSync('sha256', recoveryKey, Buffer.alloc(0), `recovery|${tenantId}`, KEY_BYTES));

const contextOf = (tenantId: TenantId): string => `recovery|${tenantId}`;
