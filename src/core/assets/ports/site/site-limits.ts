import type { AttributeKind } from '../../model/attribute-kind.ts';

/** What a kind of site is known not to take, whoever writes it (assets-api: D.2, G). */
export interface SiteLimits {
  /** Characters that names of schemas, object types and objects can't have. */
  reservedInNames: readonly string[];
  /** Characters that the name of a status can have. */
  statusNameMax: number;
  /** Whether it has no attributes of this kind. */
  lacksKind: (kind: AttributeKind) => boolean;
}
