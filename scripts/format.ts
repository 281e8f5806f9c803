/**
 * Writes every file as the formatters would: Prettier for code, styles, data and docs, js-beautify
 * for templates, whose partials Prettier cannot read. `--check` only names what would change, and
 * ends with status 1 if there is anything.
 */
import { spawnSync } from 'node:child_process';
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

function formatWithPrettier(): boolean {
  const mode = checkOnly ? '--check' : '--write';
  const result = spawnSync('prettier', [mode, '--log-level', 'warn', '--cache', '.'], {
    stdio: 'inherit',
  });
  return result.status === 0;
}

const templatesFormatted = formatTemplates();
const restFormatted = formatWithPrettier();
process.exitCode = templatesFormatted && restFormatted ? 0 : 1;
