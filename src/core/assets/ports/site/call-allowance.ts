/**
 * Calls a minute that a site allows: for creating objects, for changing them, and for each other
 * endpoint.
 */
export interface CallAllowance {
  create: number;
  update: number;
  other: number;
}
