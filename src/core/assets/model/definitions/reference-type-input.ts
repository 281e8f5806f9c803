import type { ReferenceType } from './reference-type.ts';

/** A reference type of a schema as it is written. */
export interface ReferenceTypeInput extends Pick<ReferenceType, 'name' | 'description' | 'color'> {
  schemaId: string;
}
