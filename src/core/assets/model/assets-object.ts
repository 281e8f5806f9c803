import type { AttributeValue } from './attribute-value.ts';

/** An object with its values. */
export interface AssetsObject {
  id: string;
  typeId: string;
  key: string;
  label: string;
  created: string;
  updated: string;
  /** It has a picture of its own; left out where it has none. */
  hasAvatar?: true | undefined;
  /**
   * Attribute id → its values. Attributes without values are left out, and so are Key, Created and
   * Updated, which are fields above.
   */
  values: Record<string, AttributeValue[]>;
}
