/**
 * Switches of a pretend site that answers as fast as it can: thousands of objects are written at
 * once, and a test that is not about limits must not wait for the next minute of one.
 */
export const NO_LIMITS = { endpointLimits: {} };
