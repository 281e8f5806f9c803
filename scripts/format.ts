/**
 * Writes every file as the formatters would: Prettier for code, styles, data and docs, js-beautify
 * for templates, whose partials Prettier cannot read. `--check` only names what would change, and
 * ends with status 1 if there is anything.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import beautify from 'js-beautify';

/** js-beautify needs a second look at some templates until nothing moves any more. */
const MAX_PASSES = 5;

const checkOnly = process.argv.includes('--check');

function formatTemplate(text: string, options: beautify.HTMLBeautifyOptions): string {
  let formatted = text;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const next = beautify.html(formatted, options);
    if (next === formatted) return formatted;
    formatted = next;
  }
  throw new Error(`A template isn't stable after ${MAX_PASSES} passes of the formatter.`);
}

function formatTemplates(): boolean {
  const options = JSON.parse(readFileSync('.jsbeautifyrc', 'utf8')).html;
  let allFormatted = true;
  for (const file of globSync('views/**/*.hbs').sort()) {
    const text = readFileSync(file, 'utf8');
    const formatted = formatTemplate(text, options);
    if (formatted === text) continue;
    if (checkOnly) {
      console.error(`${file} isn't formatted. Run: npm run format`);
      allFormatted = false;
    } else {
      writeFileSync(file, formatted);
    }
  }
  return allFormatted;
}

/** What one process formats. Each has a cache of its own: two would overwrite a shared one. */
interface Share {
  name: string;
  patterns: string[];
}

/** About half of the tree each: Prettier uses one core. */
const SHARES: Share[] = [
  { name: 'tests', patterns: ['test'] },
  { name: 'rest', patterns: ['.', '!test/**'] },
];

async function formatShare({ name, patterns }: Share): Promise<boolean> {
  const mode = checkOnly ? '--check' : '--write';
  const cache = ['--cache', '--cache-location', `node_modules/.cache/prettier/${name}`];
  const prettier = spawn('prettier', [mode, '--log-level', 'warn', ...cache, ...patterns], {
    stdio: 'inherit',
  });
  const [status] = await once(prettier, 'exit');
  return status === 0;
}

const shares = SHARES.map(formatShare);
const templatesFormatted = formatTemplates();
const sharesFormatted = await Promise.all(shares);
process.exitCode = templatesFormatted && sharesFormatted.every(Boolean) ? 0 : 1;
