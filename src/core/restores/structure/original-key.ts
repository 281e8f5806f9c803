/** Where the original keys of a type's objects are written. */
export interface OriginalKey {
  /** Of the destination. */
  attributeId: string;
  attributeName: string;
  unique: boolean;
}
