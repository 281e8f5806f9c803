import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Where code of ours stands. */
const CODE = ['src', 'simulator', 'bench', 'scripts', 'test', 'public'].map(
  (folder) => `${folder}/**/*.{ts,js}`,
);

export interface SourceFile {
  /** From the top of the project. */
  path: string;
  text: string;
  tree: ts.SourceFile;
}

/** Every file of code, parsed. */
export function readSourceFiles(): SourceFile[] {
  return globSync(CODE)
    .filter((path) => !path.endsWith('.d.ts'))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
    });
}

/** Walks a tree from the top down. */
export function visitNodes(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => visitNodes(child, visit));
}

/** The number of the line in which a node begins, from 1. */
export function lineOf(file: SourceFile, position: number): number {
  return file.tree.getLineAndCharacterOfPosition(position).line + 1;
}
