import type { Steps } from '../../kernel/loops/steps.ts';
import type { ObjectGraph } from './object-graph.ts';

/** How many references are followed before others may run. */
const STEP = 1_000;

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

/**
 * The references that close a cycle: without them every object can be created after all that it
 * names. They are those that a walk in depth finds leading back to an object it is still inside of;
 * outside of cycles there is none. An object that already exists waits for nobody. 1 at an edge: it
 * closes.
 */
export function* closingEdges(
  graph: ObjectGraph,
  isThere: (node: number) => boolean,
): Steps<Uint8Array> {
  const closing = new Uint8Array(graph.edges);
  const state = new Uint8Array(graph.size);
  /** The next edge to follow, by node. */
  const nextEdge = new Uint32Array(graph.size);
  const path: number[] = [];
  const enter = (node: number): void => {
    state[node] = OPEN;
    nextEdge[node] = graph.edgesOf(node).from;
    path.push(node);
  };
  const follow = (edge: number): void => {
    const target = graph.target(edge);
    if (target < 0 || isThere(target)) return;
    if (state[target] === OPEN) closing[edge] = 1;
    else if (state[target] === UNSEEN) enter(target);
  };
  let steps = 0;
  const walk = function* (): Steps<void> {
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      steps += 1;
      if (steps % STEP === 0) yield;
      const edge = nextEdge[node] ?? 0;
      if (edge === graph.edgesOf(node).to) {
        state[node] = DONE;
        path.pop();
        continue;
      }
      nextEdge[node] = edge + 1;
      follow(edge);
    }
  };
  for (let root = 0; root < graph.size; root += 1) {
    if (state[root] !== UNSEEN || isThere(root)) continue;
    enter(root);
    yield* walk();
  }
  return closing;
}
