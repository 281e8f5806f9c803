import { accountRefusalOf } from '../../sites/checks/account-refusal.ts';
import type { SiteStore, SourceSite } from '../../sites/site.ts';

/** Asks a site by its stored account, and notes where it refuses that. @throws what `ask` throws */
export async function noteRefused<T>(
  sites: Pick<SiteStore, 'noteRefusal'>,
  source: SourceSite,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const refusal = accountRefusalOf(error);
    if (refusal) await sites.noteRefusal(source, refusal);
    throw error;
  }
}
