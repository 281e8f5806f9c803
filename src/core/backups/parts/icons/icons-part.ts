import type { PartDefinition } from '../../part-definition.ts';
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
  rules: [
    {
      of: 'icon',
      names: ['iconFile'],
      find: (body, name) => {
        const { file } = body as { file?: string };
        if (file !== undefined) name('iconFile', file, 'picture');
      },
    },
  ],
  background: { read: readIcons },
};
