/**
 * Where a page starts: by offset, or after an object id where the site answers `objectId >` in
 * order.
 */
export type PageStart = { offset: number } | { afterId: string };
