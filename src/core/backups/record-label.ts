const LABEL_MAX = 256;

/** The label of a record: names are cut where they are longer. */
export const recordLabel = (text: string): string => text.slice(0, LABEL_MAX);
