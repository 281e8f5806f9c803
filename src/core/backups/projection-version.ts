/**
 * Grows when the meaning of a record's body changes: a run that was interrupted under another
 * version is not resumed.
 */
export const PROJECTION_VERSION = 1;
