import type { Person } from '../../core/kernel/person.ts';
import type { JiraPerson } from '../../core/tenants/jira-app.ts';
import type { Tenant } from '../../core/tenants/tenant.ts';

/**
 * Who is calling, for which tenant, and what they may do: all that a handler learns about a
 * request's sender.
 */
export interface Caller {
  tenant: Tenant;
  person: JiraPerson;
  may: { administer: boolean };
}

/** The caller as stored with what they requested: only the id and the name. */
export const requesterOf = ({ person }: Caller): Person => ({
  accountId: person.accountId,
  name: person.name,
});
