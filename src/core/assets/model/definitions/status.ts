import type { StoredDefinition } from './stored-definition.ts';

/** A value of status attributes (assets-api: A.10). */
export interface Status {
  id: string;
  name: string;
  description: string;
  /** 0 inactive, 1 active, 2 pending. */
  category: number;
  /** Undefined: a global one. */
  schemaId?: string | undefined;
  /** What a backup stores for it. */
  stored: StoredDefinition;
}
