import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';

/**
 * Templates are written an element and an attribute a line. What is served has one space in place of
 * each line break with its indentation, and none before the end of a tag.
 */
function foldLines(source: string): string {
  return source.replace(/\s*\n\s*(?=\/?>)/g, '').replace(/\s*\n\s*/g, ' ');
}

/**
 * Renders views by name: pages and partials of the views folder, every value escaped; a partial is a view of its own, too. Names come from code, never from
 * a request; templates may not call anything but the few helpers below.
 */
export class Views {
  readonly #handlebars = Handlebars.create();
  readonly #views = new Map<string, Handlebars.TemplateDelegate>();

  constructor(folder: string) {
    this.#handlebars.registerHelper('eq', (a: unknown, b: unknown) => a === b);
    this.#handlebars.registerHelper('concat', (...parts: unknown[]) => parts.slice(0, -1).join(''));
    for (const kind of ['layouts', 'pages', 'partials'])
      for (const file of readdirSync(path.join(folder, kind)).filter((name) =>
        name.endsWith('.hbs'),
      )) {
        const name = file.slice(0, -4);
        const source = foldLines(readFileSync(path.join(folder, kind, file), 'utf8'));
        if (kind === 'partials') this.#handlebars.registerPartial(name, source);
        this.#views.set(
          name,
          this.#handlebars.compile(source, {
            strict: false,
            knownHelpersOnly: true,
            knownHelpers: { eq: true, concat: true },
          }),
        );
      }
  }

  render(name: string, data: object): string {
    const view = this.#views.get(name);
    if (!view) throw new Error(`There is no view "${name}".`);
    return view(data);
  }

  /** The view inside the layout. */
  page(name: string, data: object, layout: object): string {
    return this.render('page', {
      ...layout,
      content: new Handlebars.SafeString(this.render(name, data)),
    });
  }
}
