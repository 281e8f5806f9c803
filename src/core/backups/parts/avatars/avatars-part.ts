import type { PartDefinition } from '../../reading/part-definition.ts';
import { namesItsPicture } from '../../reading/names-its-picture.ts';
import { readAvatars } from './read-avatars.ts';

/** The pictures of objects that have one of their own, each stored once whoever has it. */
export const AVATARS_PART: PartDefinition = {
  name: 'avatars',
  title: 'Avatars',
  showAt: 6,
  kinds: [
    { kind: 'avatar', word: 'avatar', title: 'Avatars' },
    { kind: 'avatarFile', word: 'picture of an object' },
  ],
  rules: [namesItsPicture('avatar', 'avatarFile')],
  background: {
    choice: {
      label: 'Avatars of objects',
      help: 'Asks Jira twice for each object that has a picture of its own and changed since the last backup. No API that is known restores them.',
      isOnAtFirst: false,
    },
    read: readAvatars,
  },
};
