/** Somewhere backups are kept: the service's own database, or one that a customer brings. */
export interface Storage {
  id: string;
  kind: 'service' | 'own-database';
}

/** The database that the service itself keeps backups in: every tenant has it. */
export const SERVICE_STORAGE: Storage = { id: 'service', kind: 'service' };
