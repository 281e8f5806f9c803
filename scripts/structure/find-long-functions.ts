import ts from 'typescript';
import { lineOf, visitNodes, type SourceFile } from './read-source-files.ts';

export const MAX_FUNCTION_LINES = 60;

/** Functions of more than `MAX_FUNCTION_LINES` lines, whether declared, methods or arrows. */
export function findLongFunctions(file: SourceFile): string[] {
  const found: string[] = [];
  visitNodes(file.tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const first = lineOf(file, node.getStart());
    const lines = lineOf(file, node.getEnd()) - first + 1;
    if (lines > MAX_FUNCTION_LINES) found.push(`${file.path}:${first} has ${lines} lines`);
  });
  return found;
}
