import { HOUR_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { Unavailable } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import { isLately } from '../../kernel/time/lately.ts';

/**
 * What the host of the app lets it in with on its own, without anybody's account: a token that the
 * host renews by the hour.
 */
export interface OwnAccess {
  /** Never log it, never send it to a browser. */
  token: string;
  /** Of the site that the token counts on. */
  cloudId: string;
  givenAt: Date;
}

export interface OwnAccessStore {
  /** The newest one; undefined where the host never gave any. */
  find(tenantId: TenantId): Promise<OwnAccess | undefined>;
  /** Idempotent; sealed. */
  keep(tenantId: TenantId, access: OwnAccess): Promise<void>;
  /** Another token of the site that is known; nothing where none is. Idempotent. */
  renew(tenantId: TenantId, renewed: Pick<OwnAccess, 'token' | 'givenAt'>): Promise<void>;
}

/** A token of the host counts for so long at most. */
const LIFE_MS = 4 * HOUR_MS;
const AGAIN_MS = 5 * MINUTE_MS;
const ENDED =
  "Jira hasn't renewed the app's own access for hours. Check that the app is still installed, or connect an account in Settings.";

/** A token that counts now. @throws Unavailable `own-access-ended` */
export async function currentOwnToken(
  store: Pick<OwnAccessStore, 'find'>,
  tenantId: TenantId,
  nowMs: number,
): Promise<string> {
  const access = await store.find(tenantId);
  if (access && isLately(access.givenAt, LIFE_MS, nowMs)) return access.token;
  throw new Unavailable('own-access-ended', ENDED, { retryAfterMs: AGAIN_MS });
}
