import ts from 'typescript';
import { visitNodes, type SourceFile } from './read-source-files.ts';

/** Members of a query that ask for a part of a list. */
const PAGE_MEMBERS = new Set([
  'startAt',
  'start',
  'offset',
  'maxResults',
  'limit',
  'page',
  'resultsPerPage',
  'nextPageToken',
]);
/** Methods of the ports to a site that answer a part of what there is. */
const PARTIAL_CALLS = new Set(['objects', 'objectsById', 'census', 'search']);

/** Something whose end another server decides, by the function around it. */
export interface ForeignLoop {
  /** `path function`. */
  place: string;
  kind: 'asks for a page' | 'reads a part' | 'waits in a loop';
}

/**
 * Where code depends on somebody else's word for its end: requests for a part of a list, calls of
 * the ports that answer a part, and loops that wait for something and count nothing of their own.
 */
export function findForeignLoops({ path, tree }: SourceFile): ForeignLoop[] {
  const found = new Map<string, ForeignLoop>();
  visitNodes(tree, (node) => {
    const kind = kindOf(node);
    if (!kind) return;
    const place = `${path} ${nameAround(node)}`;
    found.set(`${kind} ${place}`, { place, kind });
  });
  return [...found.values()];
}

function kindOf(node: ts.Node): ForeignLoop['kind'] | undefined {
  if (isPageMember(node)) return 'asks for a page';
  if (isPartialCall(node)) return 'reads a part';
  return isWaitingLoop(node) ? 'waits in a loop' : undefined;
}

/** A member such as `startAt` of an object that is called `query`. */
function isPageMember(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return false;
  const holder = node.parent.parent;
  const isQuery =
    (ts.isPropertyAssignment(holder) || ts.isVariableDeclaration(holder)) &&
    holder.name.getText() === 'query';
  return isQuery && PAGE_MEMBERS.has(node.name.getText());
}

const isPartialCall = (node: ts.Node): boolean =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  PARTIAL_CALLS.has(node.expression.name.text);

/** One that may go round forever as far as its head tells, and waits in its body. */
function isWaitingLoop(node: ts.Node): boolean {
  const isOpen =
    ts.isWhileStatement(node) ||
    ts.isDoStatement(node) ||
    (ts.isForStatement(node) && !isCounting(node));
  return isOpen && waitsInside(node);
}

/** Such as `for (let at = 0; at < length; at += 1)`. */
const isCounting = ({ condition, incrementor }: ts.ForStatement): boolean =>
  condition !== undefined &&
  incrementor !== undefined &&
  ts.isBinaryExpression(condition) &&
  /[<>]/.test(condition.operatorToken.getText()) &&
  /[+-]=/.test(incrementor.getText());

function waitsInside(loop: ts.Node): boolean {
  let waits = false;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))
      waits = true;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(loop, visit);
  return waits;
}

/** The name of the nearest function or method around it that has one. */
function nameAround(node: ts.Node): string {
  for (let around = node.parent; !ts.isSourceFile(around); around = around.parent) {
    if (!ts.isFunctionLike(around)) continue;
    const named = around.name ? around : around.parent;
    const name = (named as { name?: ts.Node }).name;
    if (name) return name.getText();
  }
  return 'the file';
}
