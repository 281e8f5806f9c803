/** A part of an object has an unexpected shape. The message names the part. */
export class ShapeError extends Error {}
