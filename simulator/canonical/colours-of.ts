import { hash } from 'node:crypto';

/** What an object is on its own, and which others (by index) it names by which attribute. */
interface Vertex {
  own: string;
  out: { by: string; to: number }[];
}

const MAX_ROUNDS = 12;
const mix = (text: string): string => hash('sha1', text, 'base64url').slice(0, 12);

/**
 * A colour for each object that depends on what it holds, what it refers to and what refers to it,
 * and not on ids or order (Weisfeiler-Lehman). Objects that nothing tells apart share one; so do,
 * rarely, some that only a look at the whole would tell apart, such as a ring of six from two of
 * three.
 */
export function coloursOf(vertices: Vertex[]): string[] {
  const into: { by: string; from: number }[][] = vertices.map(() => []);
  vertices.forEach(({ out }, from) => {
    for (const { by, to } of out) into[to]?.push({ by, from });
  });
  let colours = vertices.map(({ own }) => mix(own));
  let count = new Set(colours).size;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const last = colours;
    colours = vertices.map(({ out }, at) => {
      const named = out.map(({ by, to }) => `> ${by} ${last[to]}`).sort();
      const naming = (into[at] ?? []).map(({ by, from }) => `< ${by} ${last[from]}`).sort();
      return mix([last[at], ...named, ...naming].join('\n'));
    });
    const nextCount = new Set(colours).size;
    if (nextCount === count) break;
    count = nextCount;
  }
  return colours;
}
