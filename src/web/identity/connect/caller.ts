/**
 * Who is calling, for which tenant. Everything tied to Connect stays behind this: Connect's support ends in December 2026, and Connect on Forge or
 * Forge remote take its place by giving the same answer.
 */
import type { Tenant } from '../../../core/tenants/tenant.ts';

export interface Caller {
  tenant: Tenant;
  accountId: string;
}

/** The request says who it is from in no way that can be believed. No detail, on purpose. */
export class Unauthenticated extends Error {
  constructor() {
    super('You are not signed in to this app. Reload the page in Jira.');
    this.name = 'Unauthenticated';
  }
}
