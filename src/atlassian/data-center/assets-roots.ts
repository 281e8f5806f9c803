import type { DataCenterDetails } from '../../core/sites/kinds/data-center-kind.ts';

/** Where Assets may be: it was called Insight before Jira 10 (assets-api: D.1). */
export type AssetsRoot = DataCenterDetails['root'];

/** Paths below the address of a Jira. */
export const ASSETS_ROOTS: Readonly<Record<AssetsRoot, string>> = {
  assets: '/rest/assets/1.0',
  insight: '/rest/insight/1.0',
};
