/** Stands for the id of something that a run makes, by the backup's id of it. */
export const idToCome = (sourceId: string): string => `new ${sourceId}`;
