import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import { isDataCenterKey } from '../../../../core/sites/kinds/data-center-kind.ts';

/** Where people see a schema, in Assets itself. */
export function assetsUrl({ siteUrl, siteKey }: RestoreInput['place'], schemaId: string): string {
  const id = encodeURIComponent(schemaId);
  const path = isDataCenterKey(siteKey)
    ? `/secure/ObjectSchema.jspa?id=${id}`
    : `/jira/servicedesk/assets/object-schema/${id}`;
  return `${siteUrl}${path}`;
}
