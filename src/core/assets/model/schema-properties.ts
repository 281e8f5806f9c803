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

/** What a person calls them. */
export const FLAG_WORDS: Record<SchemaFlag, string> = {
  allowOtherObjectSchema: 'references from other schemas',
  validateQuickCreate: 'validation of quick create',
  quickCreateObjects: 'quick create',
  createObjectsCustomField: 'creating objects in issues',
  serviceDescCustomersEnabled: 'access for portal customers',
};

/** What is not said is left out. */
export type SchemaFlags = Partial<Record<SchemaFlag, boolean>>;

/** The switches of a schema as a site or a backup has them. */
export interface SchemaProperties {
  flags: SchemaFlags;
  /** What a backup stores of them: all that the site said. */
  stored: StoredDefinition;
}
