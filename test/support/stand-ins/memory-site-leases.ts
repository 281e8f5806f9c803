import type { SiteLeases } from '../../../src/core/sites/access/site-lease.ts';

/** Leases for one process: always given. */
export class MemorySiteLeases implements SiteLeases {
  async acquire() {
    return { state: null, beat: async () => true, release: async () => undefined };
  }
}
