/** A right that later work needs, and whether the account has it. A missing one is a warning. */
export interface AccountRight {
  /**
   * `scopes`: that the token itself is not limited to some of the account's rights; `account`: that
   * there is one, and not the app alone.
   */
  right: 'jsm-agent' | 'schema-manager' | 'scopes' | 'account';
  granted: boolean;
  /** What will not work without it; empty when granted. */
  warning: string;
}
