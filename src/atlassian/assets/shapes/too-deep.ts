/** Replaces, in a backup, what a site nests deeper than can be kept. */
export const TOO_DEEP = '(nested too deep to be kept)';
