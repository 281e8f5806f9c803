/** Looks whether objects exist. @throws as AssetsReader */
export interface ObjectFinder {
  /** True also for an object that the account may not look at. */
  isThere(objectId: string, signal?: AbortSignal): Promise<boolean>;
}
