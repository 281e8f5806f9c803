import type { AttributeDefinition } from '../../../../assets/model/definitions/attribute-definition.ts';
import { isPlainKind } from '../../../../assets/model/definitions/attribute-kind.ts';
import { isAutomatic } from '../../../../compare/structure/schema-structure.ts';
import type { RestoreContext } from '../../../context/restore-context.ts';
import type { AttributeTargets } from '../../../values/map-values.ts';

/** Which attributes of the destination help to recognize objects, by id. */
export interface AttributeRoles {
  readonly references: ReadonlySet<string>;
  readonly unique: ReadonlySet<string>;
  /** Plain values, which can be written again as they are. */
  readonly plain: ReadonlySet<string>;
  /** An object cannot be made without a value. */
  readonly required: ReadonlySet<string>;
}

export function attributeRoles(
  { source, matches }: RestoreContext,
  targets: AttributeTargets,
): AttributeRoles {
  const references = new Set<string>();
  const unique = new Set<string>();
  const plain = new Set<string>();
  const required = new Set<string>();
  for (const attribute of source.structure.attributes) {
    const { id, kind } = attribute;
    const to = targets.get(id);
    if (!to || !('id' in to)) continue;
    const known = matches.structure.attributes.get(id);
    const there = known ?? attribute;
    if (kind === 'reference') references.add(to.id);
    if (isPlainKind(kind)) plain.add(to.id);
    if (isUnique(attribute, known)) unique.add(to.id);
    if (isAutomatic(there) || (known?.minimumCardinality ?? 0) > 0) required.add(to.id);
  }
  return { references, unique, plain, required };
}

/** The attribute that Assets makes with a new type becomes unique only in the end. */
function isUnique(
  attribute: AttributeDefinition,
  known: AttributeDefinition | undefined,
): boolean | undefined {
  return known ? known.unique : attribute.unique && !isAutomatic(attribute);
}
