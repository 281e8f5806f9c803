/** How a site is called wherever people read of it: by its host, without `https://`. */
export const hostOf = (siteUrl: string): string => siteUrl.replace(/^https?:\/\//, '');
