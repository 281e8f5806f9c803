import type { ObjectGraph } from './object-graph.ts';

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

/**
 * The references that close a cycle: without them every object can be created after all that it
 * names. They are those that a walk in depth finds leading back to an object it is still inside of;
 * outside of cycles there is none. An object that is `there` already waits for nobody. 1 at an
 * edge: it closes.
 */
export function closingEdges(graph: ObjectGraph, there: (node: number) => boolean): Uint8Array {
  const closing = new Uint8Array(graph.edges);
  const state = new Uint8Array(graph.size);
  const path: number[] = [];
  const at = new Uint32Array(graph.size);
  for (let root = 0; root < graph.size; root += 1) {
    if (state[root] !== UNSEEN || there(root)) continue;
    path.push(root);
    while (path.length > 0) {
      const node = path.at(-1)!;
      const { from, to } = graph.edgesOf(node);
      if (state[node] === UNSEEN) {
        state[node] = OPEN;
        at[node] = from;
      }
      if (at[node] === to) {
        state[node] = DONE;
        path.pop();
        continue;
      }
      const edge = at[node]!;
      at[node] = edge + 1;
      const next = graph.target(edge);
      if (next < 0 || there(next)) continue;
      if (state[next] === OPEN) closing[edge] = 1;
      else if (state[next] === UNSEEN) path.push(next);
    }
  }
  return closing;
}
