export const MISSING_CAUSES = [
  /** Nothing there has this id, name or email. */
  'unknown',
  'email-hidden',
  'deactivated',
  'deleted',
  /** Several things there have this name. */
  'several',
  /** The site did not list everything it has. */
  'unlisted',
] as const;
/** Why something of the backup has no counterpart on the destination. */
export type MissingCause = (typeof MISSING_CAUSES)[number];
