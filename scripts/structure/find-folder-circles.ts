import { globSync } from 'node:fs';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';

type FolderGraph = Map<string, Map<string, string>>;

/** Which folder imports which, with one import as the proof. Type imports count. */
async function readFolderGraph(baseDir: string): Promise<FolderGraph> {
  const { output } = await cruise(globSync('{src,simulator,bench,scripts}', { cwd: baseDir }), {
    baseDir,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  });
  if (typeof output === 'string') throw new Error('The import graph could not be read.');
  const graph: FolderGraph = new Map();
  for (const { source, dependencies } of output.modules) {
    for (const { resolved } of dependencies) {
      const from = path.dirname(source);
      const to = path.dirname(resolved);
      if (from === to || !/^(src|simulator|bench|scripts)\b/.test(to)) continue;
      const targets = graph.get(from) ?? new Map<string, string>();
      if (!targets.has(to)) targets.set(to, `${source} imports ${resolved}`);
      graph.set(from, targets);
    }
  }
  return graph;
}

function findWayBack(graph: FolderGraph, start: string, from: string): string[] | undefined {
  const cameFrom = new Map<string, string>([[from, start]]);
  const waiting = [from];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if (folder === start) break;
    for (const next of graph.get(folder)?.keys() ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, folder);
      waiting.push(next);
    }
  }
  if (!cameFrom.has(start)) return undefined;
  const way = [start];
  for (
    let folder = cameFrom.get(start);
    folder && folder !== start;
    folder = cameFrom.get(folder)
  ) {
    way.unshift(folder);
  }
  return way;
}

/** Imports between folders that lead back to where they came from, by whatever way. */
export async function findFolderCircles(baseDir = process.cwd()): Promise<string[]> {
  const graph = await readFolderGraph(baseDir);
  const found: string[] = [];
  for (const [folder, targets] of graph) {
    for (const [target, proof] of targets) {
      const way = findWayBack(graph, folder, target);
      if (way) found.push(`${proof} (back by ${way.join(' → ')})`);
    }
  }
  return found;
}
