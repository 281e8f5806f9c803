import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { visitNodes, type SourceFile } from './read-source-files.ts';

export const MAX_LINE = 100;

type Span = [from: number, to: number];

/** Literals stay in one piece, whatever a formatter does. */
function literalSpans(file: SourceFile): Span[] {
  const spans: Span[] = [];
  visitNodes(file.tree, (node) => {
    const isLiteral =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateExpression(node) ||
      ts.isRegularExpressionLiteral(node);
    if (isLiteral) spans.push([node.getStart(), node.getEnd()]);
  });
  return spans;
}

function lengthOutside(spans: Span[], from: number, to: number): number {
  const inside = spans
    .filter(([start, end]) => start < to && end > from)
    .reduce((sum, [start, end]) => sum + Math.min(end, to) - Math.max(start, from), 0);
  return to - from - inside;
}

/** Lines of code, comments included, that are too long for another reason than one long literal. */
export function findLongLines(file: SourceFile): string[] {
  const lines = file.text.split('\n');
  if (lines.every((line) => line.length <= MAX_LINE)) return [];
  const spans = literalSpans(file);
  const found: string[] = [];
  let from = 0;
  for (const [index, line] of lines.entries()) {
    const to = from + line.length;
    const hasLiteral = spans.some(([start, end]) => start < to && end > from);
    const breakable = !hasLiteral || lengthOutside(spans, from, to) > MAX_LINE;
    const isLink = /https?:\/\/\S{60,}/.test(line);
    if (line.length > MAX_LINE && breakable && !isLink) found.push(`${file.path}:${index + 1}`);
    from = to + 1;
  }
  return found;
}

/** Lines of docs that are too long, but for tables, links, pictures and examples. */
export function findLongDocLines(): string[] {
  return globSync(['*.md', 'docs/**/*.md', 'simulator/**/*.md', 'test/**/*.md']).flatMap((path) => {
    let isExample = false;
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        if (line.startsWith('```')) isExample = !isExample;
        const isWhole = isExample || /^\s*\||^\s*!\[|^\s*(- )?\[?`[^`]*`|\]\(/.test(line);
        return line.length > MAX_LINE && !isWhole ? [`${path}:${index + 1}`] : [];
      });
  });
}
