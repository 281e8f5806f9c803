import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../public/styles');

/** Our own styles as one text. */
export function readStyles(): string {
  const files = globSync(path.join(FOLDER, '*.css')).sort();
  return files.map((file) => readFileSync(file, 'utf8')).join('');
}
