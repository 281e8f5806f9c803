import type { Person } from '../kernel/person.ts';
import type { Tenant } from './tenant.ts';

/** A person as pages address them. */
export interface JiraPerson extends Person {
  timeZone: string;
  locale: string;
}

/**
 * What the app itself asks of Jira, signed as the app, for the sake of the person in front of the
 * page.
 */
export interface JiraApp {
  /**
   * Whether the person has the global ADMINISTER permission right now; Jira is asked each time.
   * Only while it limits requests a yes may be up to a minute old, and never for a command: pages
   * that look every second would use up what the site allows for the work itself. @throws
   * Unavailable `jira-unavailable` | `jira-limits` when Jira cannot be asked: never let anyone in
   * then
   */
  isAdministrator(tenant: Tenant, accountId: string, asked: 'to-see' | 'to-do'): Promise<boolean>;
  /** Falls back to the account id and UTC where Jira does not tell. */
  person(tenant: Tenant, accountId: string): Promise<JiraPerson>;
}
