/**
 * What Atlassian's sites answer and its public documentation does not name (assets-api: G). A site
 * may lack it or drop it; the operator of the service can switch each off. `connected-issues` is
 * documented: it is listed because the page that asks for it works without it.
 */
export const UNDOCUMENTED = [
  'roles',
  'schema-properties',
  'attribute-order',
  'comments',
  'icon-bytes',
  'icon-upload',
  'avatar-bytes',
  'field-config',
  'reference-types',
  'attachments',
  'attachment-bytes',
  'attachment-upload',
  'connected-issues',
] as const;
export type Undocumented = (typeof UNDOCUMENTED)[number];
