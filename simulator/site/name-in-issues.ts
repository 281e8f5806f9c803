import type { SimObject } from './model.ts';
import type { Site } from './site.ts';

const NAMED = /\(([^()]+)\)$/;

/** How issues of Data Center name an object: `Label (KEY-1)` (assets-api: D.2). */
export const nameInIssues = (site: Site, object: SimObject): string =>
  `${site.labelOf(object)} (${site.keyOf(object)})`;

/** The deleted object that issues still name by this key. */
export const goneByKey = ({ gone }: Site, key: string): number | undefined =>
  [...gone].find(([, name]) => NAMED.exec(name)?.[1] === key)?.[0];
