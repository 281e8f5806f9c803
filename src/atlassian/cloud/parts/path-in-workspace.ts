/** What stands behind the workspace in an address of Assets, under either of its names. */
const IN_WORKSPACE = /\/jsm\/(?:assets|insight)\/workspace\/[^/]+\/v1(\/[\w./-]+)$/;

/**
 * The path of an address within its workspace; undefined where it leads elsewhere. `origins`: where
 * addresses of the site's Assets may lead.
 */
export const pathInWorkspace =
  (origins: readonly string[]) =>
  ({ pathname, origin }: URL): string | undefined =>
    origins.includes(origin) ? IN_WORKSPACE.exec(pathname)?.[1] : undefined;
