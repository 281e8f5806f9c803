import type { StoredDefinition } from './stored-definition.ts';

/** The switches of a schema, by the site's own names (assets-api: A.5, G). */
export const SCHEMA_FLAGS = [
  'allowOtherObjectSchema',
  'validateQuickCreate',
  'quickCreateObjects',
  'createObjectsCustomField',
  'serviceDescCustomersEnabled',
] as const;
export type SchemaFlag = (typeof SCHEMA_FLAGS)[number];

/** Their names for people. */
export const FLAG_WORDS: Record<SchemaFlag, string> = {
  allowOtherObjectSchema: 'references from other schemas',
  validateQuickCreate: 'validation of quick create',
  quickCreateObjects: 'quick create',
  createObjectsCustomField: 'creating objects in issues',
  serviceDescCustomersEnabled: 'access for portal customers',
};

/** Absent: the site doesn't say. */
export type SchemaFlags = Partial<Record<SchemaFlag, boolean>>;

/** The switches of a schema as a site or a backup has them. */
export interface SchemaProperties {
  flags: SchemaFlags;
  /** What a backup stores for them: everything the site said. */
  stored: StoredDefinition;
}
