import ts from 'typescript';
import type { SourceFile } from '../../../scripts/structure/read-source-files.ts';

/** A file as the check of the structure reads it. */
export function parseSource(text: string, path = 'src/planted.ts'): SourceFile {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}
