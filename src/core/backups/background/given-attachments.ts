import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { isLately } from '../../kernel/time/lately.ts';
import type { GivenAttachments, SiteStore } from '../../sites/site.ts';
import { ATTACHMENTS_PART } from '../parts/attachments/attachments-part.ts';
import type { PartRun } from './part-kind.ts';

/**
 * What a run found out about its site's attachments; undefined if it read another part or failed.
 */
export function givenAttachments({
  input,
  state,
  result,
  endedAt,
}: PartRun): GivenAttachments | undefined {
  if (input.part !== ATTACHMENTS_PART.name || state !== 'complete' || !result || !endedAt)
    return undefined;
  const isAvailable = result.status !== 'unavailable';
  return { isAvailable, ...(result.message ? { why: result.message } : {}), at: endedAt };
}

export type NotedSites = Pick<SiteStore, 'get' | 'noteSetup'>;

/** Notes it with the site if it is new. @throws NotFound */
export async function noteAttachments(
  sites: NotedSites,
  { tenantId, siteId }: Pick<CatalogSchema, 'tenantId' | 'siteId'>,
  given: GivenAttachments,
): Promise<void> {
  const { setup } = await sites.get(tenantId, siteId);
  const known = setup?.attachments;
  const isSame = known?.isAvailable === given.isAvailable && known.why === given.why;
  if (isSame && isLately(known.at, DAY_MS, given.at.getTime())) return;
  await sites.noteSetup(tenantId, siteId, { attachments: given });
}
