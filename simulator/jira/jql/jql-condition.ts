/** A JQL query as far as it is known here. */
export type JqlCondition =
  | { and: JqlCondition[] }
  | { or: JqlCondition[] }
  | { not: JqlCondition }
  | { field: string; isEmpty: boolean }
  | { field: string; in: string[]; negated: boolean }
  /** Objects that an AQL query finds. */
  | { field: string; aql: string; negated: boolean };
