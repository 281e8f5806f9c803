import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';

/** Elements that stand on lines of their own: white space beside them has no meaning in a page. */
const BLOCKS =
  'article|body|br|caption|datalist|dd|details|dialog|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|html|legend|li|main|nav|ol|optgroup|option|p|section|select|summary|table|tbody|td|tfoot|th|thead|tr|ul';
const REST_OF_TAG = '\\b(?:[^<>{}]|\\{\\{[^{}]*\\}\\})*>';
const BREAK_BEFORE_END_OF_TAG = /\s*\n\s*(?=\/?>)/g;
const BREAK_BEFORE_TAG = new RegExp(`\\s*\\n\\s*(?=</|<(?:${BLOCKS})\\b)`, 'g');
const BREAK_AFTER_TAG = new RegExp(
  `(</(?:${BLOCKS})>|<(?!input|img)[a-z][a-z0-9]*${REST_OF_TAG})\\s*\\n\\s*`,
  'g',
);
const BREAK = /\s*\n\s*/g;

/**
 * Templates are written an element and an attribute a line. What is served is as tight as it can
 * be: a line break with its indentation is one space between words and inline elements, and nothing
 * inside a tag's ends, beside a block, after an opening tag or before a closing one.
 */
function foldLines(source: string): string {
  return source
    .replace(BREAK_BEFORE_END_OF_TAG, '')
    .replace(BREAK_BEFORE_TAG, '')
    .replace(BREAK_AFTER_TAG, '$1')
    .replace(BREAK, ' ');
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
