/**
 * What the site around the target is known to hold: one person whose email can be seen, one whose
 * cannot.
 */
export interface KnownOnSite {
  person: { accountId: string; email: string };
  hidden: { accountId: string; email: string };
  group: string;
  project: string;
  iconName: string;
}
