import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import { isDataCenterKey } from '../../../../core/sites/kinds/data-center-kind.ts';

/** The form of the destination's instance; undefined for the tenant's own site. */
export function instanceUrl({ place, siteId }: RestoreInput): string | undefined {
  if (place.targetName === undefined) return undefined;
  return `/app/${isDataCenterKey(place.siteKey) ? 'data-centers' : 'targets'}/${siteId}`;
}
