import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import { tokenExpiry } from '../../sites/checks/token-expiry.ts';

/** What is known of the token of a site. */
export interface KnownToken {
  setAt: Date;
  /** `YYYY-MM-DD`, as the administrator typed it. */
  expiresOn?: string | undefined;
}

/** Whether a backup at that time would fail for want of another token. */
export function needsNewToken(
  schemas: readonly CatalogSchema[],
  { setAt, expiresOn }: KnownToken,
  at: Date,
): boolean {
  const expiry = tokenExpiry(expiresOn, at.getTime());
  if (expiry && expiry.days <= 0) return true;
  const latest = (of: (schema: CatalogSchema) => Date | undefined): number =>
    schemas.reduce((newest, schema) => Math.max(newest, of(schema)?.getTime() ?? 0), 0);
  const refusedMs = latest((schema) => (isRefused(schema) ? schema.lastError?.at : undefined));
  const acceptedMs = Math.max(
    setAt.getTime(),
    latest(({ lastBackupAt }) => lastBackupAt),
  );
  return refusedMs > acceptedMs;
}

/**
 * Schemas whose last scheduled backup failed because the token, or the app's own access, was
 * refused, and that nobody tried again since.
 */
export const findUnretried = (schemas: readonly CatalogSchema[]): CatalogSchema[] =>
  schemas.filter((schema) => {
    const [last] = schema.recent ?? [];
    const isMeant = isRefused(schema) || schema.lastError?.code === 'own-access-refused';
    return schema.status === 'active' && isMeant && last?.trigger === 'scheduled';
  });

const isRefused = ({ lastError }: CatalogSchema): boolean => lastError?.code === 'token-refused';
