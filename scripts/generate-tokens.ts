/** Writes `public/tokens.css` again: after a style names another token, or the package changed. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeTokenCss } from './tokens/make-token-css.ts';
import { readStyles } from './tokens/read-styles.ts';

const tokens = path.resolve(import.meta.dirname, '../public/tokens.css');
writeFileSync(tokens, makeTokenCss(readStyles()));
