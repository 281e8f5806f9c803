/** The name of a site wherever people read it: its host, without `https://`. */
export const hostOf = (siteUrl: string): string => siteUrl.replace(/^https?:\/\//, '');
