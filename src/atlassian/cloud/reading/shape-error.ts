/** A part of an object is not as we know it. The message names the part. */
export class ShapeError extends Error {}

/** @throws ShapeError */
export function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new ShapeError(name);
  return value;
}

/** @throws ShapeError */
export function idOf(value: unknown, name: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new ShapeError(name);
  return String(value);
}
