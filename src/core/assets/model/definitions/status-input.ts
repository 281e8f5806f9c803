import type { Status } from './status.ts';

/** A status of a schema as it is written. */
export interface StatusInput extends Pick<Status, 'name' | 'category' | 'description'> {
  schemaId: string;
}
