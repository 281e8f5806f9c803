/**
 * What Atlassian's sites answer and its public documentation does not name (assets-api: G). A site
 * may not have it, or may stop to; the operator of the service can switch each off. `connected-
 * issues` is documented: it is here because a page asks for it that does as well without.
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
