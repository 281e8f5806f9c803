/** What a call that is not documented gave, or, in a sentence, why it gave nothing. */
export type Available<T> = { value: T } | { unavailable: string };
