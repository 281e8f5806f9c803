/** A user that values name, as the site describes them beside the values. */
export interface User {
  accountId: string;
  displayName: string;
  /** `null` where the account hides it. */
  email: string | null;
  deleted: boolean;
}
