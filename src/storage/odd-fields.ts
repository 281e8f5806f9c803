/**
 * Filters for fields that hold something other than they should, since somebody changed them in the
 * database, or hold nothing. They go by order, which only counts among values of one type.
 */

export const NO_TEXT = { $not: { $gte: '' } };
/** Nor one before 1970. */
export const NO_DATE = { $not: { $gte: new Date(0) } };
