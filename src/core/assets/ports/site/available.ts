/** The result of an undocumented call, or a sentence why there is none. */
export type Available<T> = { value: T } | { unavailable: string };
