/**
 * Grows when the meaning of a record's body changes: a run that was interrupted under another
 * version is not resumed, and records of other versions are not taken over. Code that reads values
 * from a site must not change how it represents them without a new number here, unless both forms
 * are read as the same and records of the old one never count as unchanged (versions, pages).
 */
export const PROJECTION_VERSION = 1;
