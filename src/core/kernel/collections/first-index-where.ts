/**
 * The first index below `length` for which `reaches` answers true, or `length` when there is none.
 * `reaches` must be false up to some index and true from there on, as it is for "this element is
 * not smaller than the one I look for" over a sorted list.
 */
export function firstIndexWhere(length: number, reaches: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reaches(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
