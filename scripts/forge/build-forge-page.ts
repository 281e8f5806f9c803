import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import Handlebars from 'handlebars';

const ROOT = path.resolve(import.meta.dirname, '../..');
/**
 * What stands there until the first answer comes (`forge/page/watch-start.js`), or until somebody
 * says where the service is.
 */
const startFor = (
  asksAddress: boolean,
): string => `<div id="start" class="outline"${asksAddress ? ' data-asks-address' : ''}>
  <h1 data-crumb="">Loading…</h1>
  <p class="skeleton"></p>
  <p class="skeleton"></p>
  <p class="skeleton"></p>
  <p class="skeleton short"></p>
</div>`;

/**
 * Writes the page that Atlassian serves for the Forge app: the scripts and styles of the service as
 * they are, its layout as index.html, and front-door.js, which stands in for a Connect host.
 * `asksAddress`: each site has a service of its own.
 */
export async function buildForgePage(
  folder: string,
  { asksAddress = false }: { asksAddress?: boolean } = {},
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(ROOT, 'public'), folder, {
    recursive: true,
    filter: (file) => !file.endsWith('.json'),
  });
  const htmx = path.join(ROOT, 'node_modules/htmx.org/dist/htmx.min.js');
  cpSync(htmx, path.join(folder, 'htmx.js'));
  writeFileSync(path.join(folder, 'index.html'), renderIndex(asksAddress));
  await build({
    entryPoints: [path.join(ROOT, 'forge/page/front-door.js')],
    outfile: path.join(folder, 'front-door.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

function renderIndex(asksAddress: boolean): string {
  const layout = readView('layouts/page.hbs');
  Handlebars.registerPartial('icon-sprite', readView('partials/icon-sprite.hbs'));
  const content = new Handlebars.SafeString(startFor(asksAddress));
  const html = Handlebars.compile(layout)({ hostScript: './front-door.js', content });
  // Relative: Atlassian chooses the address of the folder.
  return html.replaceAll('"/public/', '"./');
}

const readView = (name: string): string => readFileSync(path.join(ROOT, 'views', name), 'utf8');
