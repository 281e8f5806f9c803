/** What stands behind the root of Assets in an address, whatever the site calls itself. */
const BELOW_ROOT = /\/rest\/(?:assets|insight)\/1\.0(\/[\w./-]+)$/;

/** The path of an address below the root of Assets; undefined where it leads elsewhere. */
export const pathBelowRoot = (url: URL | null): string | undefined =>
  BELOW_ROOT.exec(url?.pathname ?? '')?.[1];
