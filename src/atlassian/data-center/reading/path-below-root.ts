/** What follows the root of Assets in an address, whichever host name the site uses. */
const BELOW_ROOT = /\/rest\/(?:assets|insight)\/1\.0(\/[\w./-]+)$/;

/** The path of an address below the root of Assets; undefined if it's outside. */
export const pathBelowRoot = (url: URL | null): string | undefined =>
  BELOW_ROOT.exec(url?.pathname ?? '')?.[1];
