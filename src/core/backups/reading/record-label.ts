const LABEL_MAX = 256;

/** The label of a record: longer names are cut. */
export const recordLabel = (text: string): string => text.slice(0, LABEL_MAX);
