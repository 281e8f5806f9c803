import type { PartDefinition } from '../../reading/part-definition.ts';
import { putPeopleAgain } from './put-people-again.ts';

/**
 * The users and groups that objects name. They come with pages of objects, so they are read with
 * the objects (`SeenPeople`).
 */
export const PEOPLE_PART: PartDefinition = {
  name: 'people',
  title: 'Users and groups',
  showAt: 2,
  kinds: [
    { kind: 'user', word: 'user', title: 'Users' },
    { kind: 'group', word: 'group', title: 'Groups' },
  ],
  rules: [],
  putAgain: putPeopleAgain,
};
