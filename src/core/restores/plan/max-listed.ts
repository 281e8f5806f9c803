/** How many things of one kind a plan lists by name; all are counted. */
export const MAX_LISTED = 500;
