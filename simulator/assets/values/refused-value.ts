/** A value that Assets does not take; its message is what the answer says of the attribute. */
export class RefusedValue extends Error {}
