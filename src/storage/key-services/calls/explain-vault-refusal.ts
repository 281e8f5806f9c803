import { z } from 'zod';
import type { JsonAnswer } from './ask-json.ts';
import { KeyServiceFailure } from './key-service-failure.ts';

const VaultRefusal = z.object({ error: z.object({ code: z.string() }) });

/** What Key Vault's statuses mean for keys. */
export function explainVaultRefusal(
  { status, body }: JsonAnswer,
  what: 'wrapkey' | 'unwrapkey',
): KeyServiceFailure {
  const read = VaultRefusal.safeParse(body);
  const code = `status ${status} ${read.success ? read.data.error.code : ''}`.trim();
  const isVaults = read.success && status < 500 && status !== 429;
  if (isVaults && status === 401)
    return new KeyServiceFailure(
      'azureTenant',
      "The vault belongs to another directory. Enter that directory's ID.",
      { code },
    );
  if (isVaults && status === 403)
    return new KeyServiceFailure(
      'azureKey',
      `The vault doesn't let this application in. Allow ${what === 'wrapkey' ? 'Wrap' : 'Unwrap'} key (role Key Vault Crypto User), check that the key is enabled, and that the vault's firewall lets this service in.`,
      { code },
    );
  if (isVaults && status === 404)
    return new KeyServiceFailure(
      'azureKey',
      "The vault doesn't have this key or version. Check the identifier, and that the key wasn't deleted.",
      { code },
    );
  if (isVaults)
    return new KeyServiceFailure(
      'azureKey',
      "The vault can't use this key. It must be an RSA key, enabled, and the one that encrypted the backups.",
      { code },
    );
  return new KeyServiceFailure(
    'azureKey',
    "Azure Key Vault is busy, or something else answers at this address. Check the vault's address.",
    { code, isSilent: true },
  );
}
