import type { AttributeKind } from './attribute-kind.ts';

/**
 * An attribute's definition as it can be written (assets-api: A.7). Undefined fields are not sent:
 * a create leaves them to the site, a change leaves them as they are.
 */
export interface AttributeInput {
  name: string;
  kind: AttributeKind;
  /** Objects of the type are labeled by its value. */
  label?: boolean | undefined;
  description?: string | undefined;
  /** For a reference: the object type of its values. */
  referencedTypeId?: string | undefined;
  /** For a reference: its reference type. */
  referenceTypeId?: string | undefined;
  /** For a user: the groups they must belong to, by name. */
  userGroups?: string[] | undefined;
  /** For a status: the allowed statuses, by id. */
  allowedStatuses?: string[] | undefined;
  /** A switch such as SHOW_PROFILE, or the id of a Confluence space; never of a reference. */
  additionalValue?: string | undefined;
  minimumCardinality?: number | undefined;
  /** -1: unlimited. */
  maximumCardinality?: number | undefined;
  suffix?: string | undefined;
  summable?: boolean | undefined;
  includeChildObjectTypes?: boolean | undefined;
  hidden?: boolean | undefined;
  unique?: boolean | undefined;
  regexValidation?: string | undefined;
  /** For a reference: AQL for the objects that values may refer to. */
  filter?: string | undefined;
  /** For a select: separated by commas. */
  options?: string | undefined;
}
