/** As Assets writes a moment. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
