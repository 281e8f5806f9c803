import type { AttributeKind } from './attribute-kind.ts';

/**
 * An attribute's definition as it can be written (assets-api: A.7). What is undefined is not said:
 * a create leaves it to the site, a change leaves it as it is.
 */
export interface AttributeInput {
  name: string;
  kind: AttributeKind;
  /** Objects of the type are labeled by its value. */
  label?: boolean | undefined;
  description?: string | undefined;
  /** Of a reference: the object type that values name. */
  referencedTypeId?: string | undefined;
  /** Of a reference: its reference type. */
  referenceTypeId?: string | undefined;
  /** Of a user: the groups that they must be in, by name. */
  userGroups?: string[] | undefined;
  /** Of a status: the statuses that values may name, by id. */
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
  /** Of a reference: AQL that finds the objects that values may name. */
  filter?: string | undefined;
  /** Of a select: separated by commas. */
  options?: string | undefined;
}
