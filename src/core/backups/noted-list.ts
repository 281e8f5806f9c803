/** How many objects are listed by name in the facts of a backup; all are counted. */
const MAX_LISTED = 1000;

/** A list that counts everything and keeps the first thousand. */
export class NotedList<T> {
  readonly listed: T[] = [];
  count = 0;

  add(item: T): void {
    this.count += 1;
    if (this.listed.length < MAX_LISTED) this.listed.push(item);
  }
}
