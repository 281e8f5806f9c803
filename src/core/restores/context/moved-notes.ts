import { counted } from '../../kernel/counted.ts';
import { typeOf } from '../../compare/structure/schema-structure.ts';
import type { RestoreContext } from './restore-context.ts';

/** How many pairs of object types one sentence names. */
const MAX_NAMED = 20;

/** What is told of objects that have another type than in the backup, since somebody moved them. */
type Moved = Pick<RestoreContext, 'source' | 'destination'> & {
  matches: Pick<RestoreContext['matches'], 'moved'>;
};

/** Why the object is left as it is, in sentences; undefined for one that nobody moved. */
export function whyMovedIsLeft(context: Moved, node: number): string | undefined {
  const typeId = context.matches.moved.get(node);
  if (typeId === undefined) return undefined;
  const before = typeBefore(context, node);
  return `The object is in ${placeOf(context, typeId)} now and not in ${before} as in the backup, so it was left as it is. To restore its values, move it to ${before} in Assets, then restore again.`;
}

/** How many objects are left for that reason, and between which types; none where nobody did. */
export function movedNotes(context: Moved): string[] {
  const { moved } = context.matches;
  if (moved.size === 0) return [];
  const counts = new Map<string, number>();
  for (const [node, typeId] of moved) {
    const move = `in ${placeOf(context, typeId)} instead of ${typeBefore(context, node)}`;
    counts.set(move, (counts.get(move) ?? 0) + 1);
  }
  const named = [...counts].slice(0, MAX_NAMED).map(([move, objects]) => `${objects} ${move}`);
  const more = counts.size > MAX_NAMED ? ' …' : '';
  return [
    `Neither created again nor changed, because they have another object type than in the backup: ${counted(moved.size, 'object')} (${named.join(', ')}${more}). References lead to them where they are. To restore their values, move them to their former type in Assets first.`,
  ];
}

function typeBefore({ source: { structure, graph } }: Moved, node: number): string {
  const typeId = graph.typeOf(node);
  return typeOf(structure, typeId)?.name ?? typeId;
}

function placeOf({ destination: { structure } }: Moved, typeId: string): string {
  const type = structure && typeOf(structure, typeId);
  return type ? type.name : 'another schema';
}
