import type { Person } from '../../kernel/person.ts';

/** Who removes what the rules don't keep. */
export const RETENTION_SERVICE: Person = { accountId: '', name: 'Retention' };
