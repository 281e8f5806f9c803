import type { Site } from './site.ts';

/**
 * Whether it is, or once was, the site that the app was installed on: further sources have names.
 */
export const isOwnSite = ({ roles, name }: Pick<Site, 'roles' | 'name'>): boolean =>
  roles.source && name === undefined;
