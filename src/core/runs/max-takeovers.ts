/**
 * A run that was taken over this often in a row, from a holder that had vanished and had not got
 * further, is ended: it may be what ends the process each time.
 */
export const MAX_TAKEOVERS = 3;
