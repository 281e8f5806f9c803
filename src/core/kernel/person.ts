/** Somebody who asked for something, as they are stored and shown. */
export interface Person {
  accountId: string;
  name: string;
}
