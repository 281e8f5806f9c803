import { cloudKind } from './core/sites/kinds/cloud-kind.ts';
import { dataCenterKind } from './core/sites/kinds/data-center-kind.ts';
import { SiteKinds } from './core/sites/site-kinds.ts';

/**
 * Every kind of site that this service knows. A new one is named here, and its opener where the
 * ways to the sites are built.
 */
export const siteKinds = new SiteKinds([cloudKind, dataCenterKind]);
