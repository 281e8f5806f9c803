import type { ObjectGraph } from './object-graph.ts';
import type { MatchedObjects } from './object-matches.ts';

interface ArchivedNode {
  /** On the destination; undefined where it isn't there. */
  targetId: string | undefined;
  /** Whether this very run made it. */
  isOwn: boolean;
}

/** The archived objects among those of a restore, and what stands for them on the destination. */
export function* archivedNodes(
  { archived, graph }: { archived: ReadonlySet<string>; graph: ObjectGraph },
  objects: MatchedObjects,
): Generator<ArchivedNode> {
  for (const id of archived) {
    const node = graph.nodeOf(id);
    if (node >= 0) yield { targetId: objects.targetOf(node), isOwn: objects.isOwn(node) };
  }
}
