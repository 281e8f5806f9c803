import type { Person } from '../kernel/person.ts';

/** Who wants a backup, or all backups of a schema, to be kept, and why. */
export interface Hold {
  reason: string;
  by: Person;
  at: Date;
}
