import type { Connection } from 'mongoose';
import { Bell } from '../../core/kernel/time/bell.ts';
import type { Clock } from '../../core/kernel/time/clock.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { Log } from '../../core/kernel/log.ts';
import type { RunKinds } from '../../core/runs/run-kinds.ts';
import { RUN_QUEUED } from '../../core/runs/run-lease.ts';
import { MongoAgentCallStore } from '../../storage/agents/mongo-agent-call-store.ts';
import { MongoAgentTokenStore } from '../../storage/agents/mongo-agent-token-store.ts';
import type { KeyRing } from '../../storage/sealing/key-ring.ts';
import type { KeyServiceProvider } from '../../storage/key-services/key-service-provider.ts';
import { MongoKeyServices } from '../../storage/key-services/mongo-key-services.ts';
import { openWithService } from '../../storage/key-services/open-with-service.ts';
import { MongoPassphrases } from '../../storage/sealing/mongo-passphrases.ts';
import { SecretBox } from '../../storage/sealing/secret-box.ts';
import { TenantKeys } from '../../storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../../storage/stores/backups/mongo-backup-store.ts';
import { MongoCatalogStore } from '../../storage/stores/catalog/mongo-catalog-store.ts';
import { MongoInstallationRegister } from '../../storage/stores/tenants/mongo-installation-register.ts';
import { MongoOwnAccessStore } from '../../storage/stores/tenants/mongo-own-access-store.ts';
import { MongoPlanChoices } from '../../storage/stores/restores/mongo-plan-choices.ts';
import { MongoRestoreStore } from '../../storage/stores/restores/mongo-restore-store.ts';
import { MongoRetentionStore } from '../../storage/stores/mongo-retention-store.ts';
import { MongoScheduleStore } from '../../storage/stores/mongo-schedule-store.ts';
import { MongoSiteStore } from '../../storage/stores/mongo-site-store.ts';
import { MongoStoredBackups } from '../../storage/stores/backups/mongo-stored-backups.ts';
import { MongoStorageUsageStore } from '../../storage/stores/mongo-storage-usage-store.ts';
import { MongoTenantStore } from '../../storage/stores/tenants/mongo-tenant-store.ts';
import { MongoRunStore } from '../../storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../storage/queue/run-codec.ts';
import { SERVICE_STORAGE } from '../../core/storages/storage.ts';
import { MongoPackCheck } from '../../storage/vault/check/mongo-pack-check.ts';
import { MongoStorageEpochs } from '../../storage/vault/check/mongo-storage-epochs.ts';
import { MongoStorages } from '../../storage/vault/mongo-storages.ts';
import { composeDatabaseGates } from './compose-database-gates.ts';
import { composeOwnStorages, type OwnStorageParts } from './compose-own-storages.ts';

/** Everything that is kept, by the kind of thing. */
export interface Stores {
  keys: TenantKeys;
  passphrases: MongoPassphrases;
  keyServices: MongoKeyServices;
  secrets: SecretBox;
  runCodec: RunCodec;
  runs: MongoRunStore;
  /** Rings `RUN_QUEUED`. */
  bell: Bell;
  backups: MongoBackupStore;
  catalog: MongoCatalogStore;
  sites: MongoSiteStore;
  schedules: MongoScheduleStore;
  restores: MongoRestoreStore;
  planChoices: MongoPlanChoices;
  retention: MongoRetentionStore;
  usage: MongoStorageUsageStore;
  storedBackups: MongoStoredBackups;
  agentTokens: MongoAgentTokenStore;
  agentCalls: MongoAgentCallStore;
  tenants: MongoTenantStore;
  installations: MongoInstallationRegister;
  ownAccess: MongoOwnAccessStore;
  storages: MongoStorages;
  packCheck: MongoPackCheck;
  epochs: MongoStorageEpochs;
  own: OwnStorageParts;
}

export interface StoreParts {
  /** The service database. */
  service: Connection;
  /** The database of the service's own storage. */
  storage: Connection;
  keyRing: KeyRing;
  /** The kinds of run that are known; tests add one of their own. */
  kinds: RunKinds;
  clock: Clock;
  /** The kinds of key service that can be chosen; else none. */
  keyServiceProviders?: readonly KeyServiceProvider[] | undefined;
  /** Ranges that databases of administrators may be in though they are private. */
  privateNetworks?: readonly string[] | undefined;
  log?: Log | undefined;
  /** How many bytes a tenant may use of the service's own storage; absent: unlimited. */
  quotaBytes?: number | undefined;
}

/** All stores, on the databases that they belong to. */
export function composeStores(parts: StoreParts): Stores {
  const { service, storage, keyRing, kinds, clock } = parts;
  const gates = composeDatabaseGates(parts.privateNetworks ?? []);
  const opening = { providers: parts.keyServiceProviders ?? [], gates };
  const keys = new TenantKeys(service, keyRing, clock, openWithService(opening));
  const secrets = new SecretBox(keys);
  const runCodec = new RunCodec(kinds, secrets);
  const bell = new Bell(clock);
  const ofTenants = {
    schedules: new MongoScheduleStore(service),
    runs: new MongoRunStore(service, runCodec, () => bell.ring(RUN_QUEUED)),
    backups: new MongoBackupStore(service),
    catalog: new MongoCatalogStore(service),
    sites: new MongoSiteStore(service, secrets),
    restores: new MongoRestoreStore(service, secrets),
    planChoices: new MongoPlanChoices(service, secrets),
    retention: new MongoRetentionStore(service),
    usage: new MongoStorageUsageStore(service),
    installations: new MongoInstallationRegister(service),
    ownAccess: new MongoOwnAccessStore(service, secrets),
    agentTokens: new MongoAgentTokenStore(service),
    agentCalls: new MongoAgentCallStore(service, secrets),
  };
  const passphrases = new MongoPassphrases(keys, clock);
  const keyServices = new MongoKeyServices({ ...opening, keys, clock });
  const own = composeOwnStorages({ ...parts, gates, keys, secrets });
  const tenants = new MongoTenantStore({
    connection: service,
    secrets,
    keys,
    purges: [...Object.values(ofTenants), own.store, own.recoveryStore, own.offerDocuments].map(
      (store) => (tenantId: TenantId) => store.purge(tenantId),
    ),
  });
  const connected = [{ storage: SERVICE_STORAGE, connection: storage }];
  const storages = new MongoStorages(connected, keys, {
    own: own.storages,
    quotaBytes: parts.quotaBytes,
  });
  const packCheck = new MongoPackCheck({ service, storages: connected, keys, clock });
  const epochs = new MongoStorageEpochs({ service, storages: connected, clock });
  const storedBackups = new MongoStoredBackups(service);
  return {
    ...ofTenants,
    bell,
    storedBackups,
    keys,
    passphrases,
    keyServices,
    secrets,
    runCodec,
    tenants,
    storages,
    packCheck,
    epochs,
    own,
  };
}
