import type { JsonValue } from '../../../kernel/json/json-value.ts';

/**
 * A definition in the form that backups hold, under the site's own names. Equal definitions have
 * equal records, so it is carried along unchanged from the site to the backup. Only `assets/stored`
 * makes and reads it.
 */
export type StoredDefinition = Readonly<Record<string, JsonValue>>;
