import { awsKms } from './storage/key-services/aws-kms.ts';
import { azureKeyVault } from './storage/key-services/azure-key-vault.ts';
import type { KeyServiceProvider } from './storage/key-services/key-service-provider.ts';
import { vaultTransit } from './storage/key-services/vault-transit.ts';

/** Every key service that can hold the key of backups, a line each. */
export const keyServiceProviders: readonly KeyServiceProvider[] = [
  awsKms,
  azureKeyVault,
  vaultTransit,
];
