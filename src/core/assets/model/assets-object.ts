import type { AttributeValue } from './attribute-value.ts';

/** An object with its values. */
export interface AssetsObject {
  id: string;
  typeId: string;
  key: string;
  label: string;
  created: string;
  updated: string;
  /** True if it has a picture of its own, else absent. */
  hasAvatar?: true | undefined;
  /**
   * Attribute id → its values. Attributes without values are left out, and so are Key, Created and
   * Updated, which are fields above.
   */
  values: Record<string, AttributeValue[]>;
}
