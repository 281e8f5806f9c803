import type { TypeInTree } from '../../../../core/backups/inside/backup-contents.ts';
import { count } from '../../../view/formats/numbers.ts';
import { thingIcon, type ThingIcon } from '../../../view/components/thing-icon.ts';

const MAX_INDENT = 8;

/** An object type with its checkbox, in the order of the tree. */
export interface TypeTickView {
  id: string;
  name: string;
  icon: ThingIcon;
  depth: number;
  indent: number;
  checked: boolean;
  /** Not ticked itself, but a type below it is: it is included. */
  along: boolean;
  objects: number;
  count: string;
}

export function typeTreeView(types: TypeInTree[], ticked: string[]): TypeTickView[] {
  const chosen = new Set(ticked);
  return types.map(({ id, name, iconName, picture, depth, objectCount }, at) => {
    const isChosen = chosen.has(id);
    return {
      id,
      name,
      icon: thingIcon(name, iconName, picture),
      depth,
      indent: Math.min(depth, MAX_INDENT),
      checked: isChosen,
      along: !isChosen && typesBelow(types, at).some((type) => chosen.has(type.id)),
      objects: objectCount,
      count: count(objectCount),
    };
  });
}

/** Those that follow and are deeper, up to the next one that is not. */
function typesBelow(types: TypeInTree[], at: number): TypeInTree[] {
  const depth = types[at]?.depth ?? 0;
  const end = types.findIndex((other, later) => later > at && other.depth <= depth);
  return types.slice(at + 1, end === -1 ? undefined : end);
}
