import { hostOf } from './host-of.ts';
import type { Site } from './site.ts';

/** The name by which people know a site from the tenant's others. */
export const nameOfSite = ({ name, siteUrl }: Pick<Site, 'name' | 'siteUrl'>): string =>
  name ?? hostOf(siteUrl);
