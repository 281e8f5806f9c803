/** The databases that backups can be kept in, by what speaks MongoDB's protocol there. */
export const DATABASE_PROVIDERS = {
  mongodb: {
    label: 'MongoDB',
    /** The oldest wire version that has what the storage needs, and the release that brought it. */
    oldest: { wireVersion: 17, release: 'MongoDB 6.0' },
  },
  'amazon-documentdb': {
    label: 'Amazon DocumentDB',
    oldest: { wireVersion: 13, release: 'Amazon DocumentDB 5.0' },
  },
  'azure-documentdb': {
    label: 'Azure DocumentDB',
    oldest: { wireVersion: 13, release: 'server version 5.0' },
  },
  'azure-cosmos-ru': {
    label: 'Azure Cosmos DB for MongoDB (RU)',
    oldest: { wireVersion: 9, release: 'server version 5.0' },
  },
} as const;

/** All that backups can be kept in. */
export const STORAGE_PROVIDERS = {
  ...DATABASE_PROVIDERS,
  s3: { label: 'S3 or compatible bucket' },
} as const;

export type DatabaseProvider = keyof typeof DATABASE_PROVIDERS;
export type StorageProvider = keyof typeof STORAGE_PROVIDERS;
export const STORAGE_PROVIDER_NAMES = Object.keys(STORAGE_PROVIDERS) as [
  StorageProvider,
  ...StorageProvider[],
];
