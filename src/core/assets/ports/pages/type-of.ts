/** The type of an object that the site returns without one, by its id; undefined if unknown. */
export type TypeOf = (id: string) => string | undefined;
