const NAMED = /\(([^()]+)\)$/;

/** How issues of Data Center name an object (assets-api: D.2). */
export const nameInIssues = (label: string, key: string): string => `${label} (${key})`;

/** The deleted object that issues still name by this key. */
export const goneByKey = (gone: ReadonlyMap<number, string>, key: string): number | undefined =>
  [...gone].find(([, name]) => NAMED.exec(name)?.[1] === key)?.[0];
