import type { AttributeKind } from '../../model/definitions/attribute-kind.ts';

/** What a kind of site is known to refuse, whoever writes it (assets-api: D.2, G). */
export interface SiteLimits {
  /** Characters that names of schemas, object types and objects can't have. */
  reservedInNames: readonly string[];
  /** The maximum length of a status name. */
  statusNameMax: number;
  /** Whether it lacks this kind of attribute. */
  lacksKind: (kind: AttributeKind) => boolean;
}
