import type { StoredDefinition } from './stored-definition.ts';

/** What a reference between two objects means, such as "Depends" (assets-api: A.10). */
export interface ReferenceType {
  id: string;
  name: string;
  description: string;
  color: string;
  /** Undefined: a global one. */
  schemaId?: string | undefined;
  /** What a backup stores for it. */
  stored: StoredDefinition;
}
