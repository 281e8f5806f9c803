import { Damaged, Refused, Unavailable } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { KeyService, KeyServiceSettings } from '../../core/storages/keys/key-services.ts';
import { z } from 'zod';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { openBytes, sealBytes } from '../sealing/seal-bytes.ts';
import type { SetKeyService } from '../sealing/tenant-key-documents.ts';
import type { OpenWithService } from '../sealing/key-service-answers.ts';
import { KeyServiceFailure } from './calls/key-service-failure.ts';
import type { KeyServiceProvider } from './key-service-provider.ts';

export interface ServiceParts {
  providers: readonly KeyServiceProvider[];
  gates: DatabaseGates;
}

/** Asks the key service of a tenant for the key that seals its data key. */
export const openWithService =
  ({ providers, gates }: ServiceParts): OpenWithService =>
  async (tenantId, keeper, secretKey) => {
    const provider = providers.find(({ name }) => name === keeper.provider);
    if (!provider)
      throw new Refused(
        'unknown-key-service',
        "This version doesn't know the key service of these backups. Update the service.",
      );
    const settings = openSettings(tenantId, keeper, secretKey);
    return unwrapDataKey(tenantId, keeper, provider.open(settings, gates)).catch(
      (error: unknown) => {
        throw whileWorking(error);
      },
    );
  };

/** @throws KeyServiceFailure; Damaged where the service unwraps another key */
export async function unwrapDataKey(
  tenantId: TenantId,
  { wrapped, sealed }: Pick<SetKeyService, 'wrapped' | 'sealed'>,
  service: KeyService,
): Promise<Buffer> {
  const key = await service.unwrap(wrapped);
  return openDataKey(sealed, key, tenantId);
}

/** The error as shown to people who wait for backups. */
function whileWorking(error: unknown): unknown {
  if (!(error instanceof KeyServiceFailure)) return error;
  return error.isSilent
    ? new Unavailable(
        'key-service-unavailable',
        `The key service that holds the key of your backups can't be used right now. ${error.message}`,
        { cause: error, retryAfterMs: 0 },
      )
    : new Unavailable(
        'key-refused',
        `The key service refuses to open the key of your backups. ${error.message}`,
        { cause: error, retryAfterMs: 0 },
      );
}

export const sealDataKey = (dataKey: Buffer, key: Buffer, tenantId: TenantId): Buffer =>
  sealBytes(dataKey, key, dataKeyContext(tenantId));

/** @throws Damaged */
function openDataKey(sealed: Buffer, key: Buffer, tenantId: TenantId): Buffer {
  try {
    return openBytes(sealed, key, dataKeyContext(tenantId));
  } catch (error) {
    throw new Damaged(
      'The key service answered with another key than the one that seals your backups.',
      { cause: error },
    );
  }
}

export const sealSettings = (
  settings: KeyServiceSettings,
  secretKey: Buffer,
  tenantId: TenantId,
): Buffer => sealBytes(Buffer.from(JSON.stringify(settings)), secretKey, settingsContext(tenantId));

/** @throws Damaged */
export function openSettings(
  tenantId: TenantId,
  { settings }: SetKeyService,
  secretKey: Buffer,
): KeyServiceSettings {
  try {
    const text = openBytes(settings, secretKey, settingsContext(tenantId)).toString('utf8');
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  } catch (error) {
    throw new Damaged("The saved access to the key service can't be opened. Enter it again.", {
      cause: error,
    });
  }
}

const dataKeyContext = (tenantId: TenantId): string => `key-service|${tenantId}`;
const settingsContext = (tenantId: TenantId): string => `key-service-settings|${tenantId}`;
