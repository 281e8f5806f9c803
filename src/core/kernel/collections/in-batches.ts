/** Some of the items after another, `size` at most, in their order. */
export function* inBatches<T>(items: readonly T[], size: number): Generator<T[], void, undefined> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
