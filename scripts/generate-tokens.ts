/** Writes `public/tokens.css` anew: after `app.css` names another token, or the package changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeTokenCss } from './tokens/make-token-css.ts';

const folder = path.resolve(import.meta.dirname, '../public');
const css = readFileSync(path.join(folder, 'app.css'), 'utf8');
writeFileSync(path.join(folder, 'tokens.css'), makeTokenCss(css));
