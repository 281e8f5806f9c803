/**
 * Calls a minute that a site allows: to create an object, to change one, and to each other
 * endpoint.
 */
export interface CallAllowance {
  create: number;
  update: number;
  other: number;
}
