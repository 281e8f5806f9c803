/**
 * Where a page starts: at an offset, or after an object id if the site answers `objectId >` in
 * order.
 */
export type PageStart = { offset: number } | { afterId: string };
