export const FORM_BYTES = '64kb';
/**
 * What a host says about an installation: we use three fields, but it may add as many as it likes.
 */
export const HOST_BYTES = '1mb';
/** A plan asks about up to 500 things, with two fields each; the bytes are bounded above. */
export const MAX_FORM_FIELDS = 2_000;
