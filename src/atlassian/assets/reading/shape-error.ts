/** A part of an object is not as we know it. The message names the part. */
export class ShapeError extends Error {}
