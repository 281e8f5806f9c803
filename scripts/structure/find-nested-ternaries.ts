import ts from 'typescript';
import { lineOf, visitNodes, type SourceFile } from './read-source-files.ts';

function unwrap(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? unwrap(node.expression) : node;
}

/** Conditional expressions that are a branch or the condition of another one. */
export function findNestedTernaries(file: SourceFile): string[] {
  const found: string[] = [];
  visitNodes(file.tree, (node) => {
    if (!ts.isConditionalExpression(node)) return;
    const parts = [node.condition, node.whenTrue, node.whenFalse].map(unwrap);
    if (parts.some(ts.isConditionalExpression)) {
      found.push(`${file.path}:${lineOf(file, node.getStart())}`);
    }
  });
  return found;
}
