import type { Fault } from '../../../simulator/faults/fault.ts';

/** What happens to an answer once the site has done what was asked. */
export const AFTER = ['cut-after', '500-after', '503-after', 'hang-after'] as const;
/** Calls of a restore that write. */
export const OBJECT = { path: '/object/create$', method: 'POST' };
export const STRUCTURE = {
  path: '/(objecttype/create|objecttypeattribute/\\d+|objectschema/create|config/(statustype|referencetype))$',
  method: 'POST',
};
export const CHANGE = { path: '/object/\\d+$', method: 'PUT' };

/** How many answers are still to be lost. */
export const answersToLose = (faults: readonly Fault[]): number =>
  faults
    .filter(({ kind }) => kind.endsWith('-after'))
    .reduce((sum, { times = 0 }) => sum + times, 0);
