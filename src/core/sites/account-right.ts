/** A right that later work needs, and whether the account has it. A missing one is a warning. */
export interface AccountRight {
  right: 'jsm-agent' | 'schema-manager' | 'issues';
  granted: boolean;
  /** What will not work without it; empty when granted. */
  warning: string;
}
