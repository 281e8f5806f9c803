import type { PartDefinition } from '../../reading/part-definition.ts';
import { namesItsPicture } from '../../reading/names-its-picture.ts';
import { readIcons } from './read-icons.ts';

/** The icons of object types, and their pictures, each stored once whoever has it. */
export const ICONS_PART: PartDefinition = {
  name: 'icons',
  title: 'Icons',
  showAt: 4,
  kinds: [
    { kind: 'icon', word: 'icon', title: 'Icons' },
    { kind: 'iconFile', word: 'picture of an icon' },
  ],
  rules: [namesItsPicture('icon', 'iconFile')],
  background: { read: readIcons },
};
