/**
 * An object as it is written: attribute id → values as text. An empty list clears an attribute;
 * what is not named stays (assets-api: A.9).
 */
export interface ObjectInput {
  typeId: string;
  values: Record<string, string[]>;
}
