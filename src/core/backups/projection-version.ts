/**
 * Grows when the meaning of a record's body changes: a run that was interrupted under another
 * version is not resumed, and records of backups of another version are not taken over: what reads
 * values from a site may not say them in another way without a new number here.
 */
export const PROJECTION_VERSION = 1;
