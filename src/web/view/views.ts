import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { hostOf } from '../../core/sites/host-of.ts';
import { foldLines } from './fold-lines.ts';

/** What templates may call. */
const HELPERS = {
  eq: (a: unknown, b: unknown): boolean => a === b,
  host: hostOf,
  concat: (...parts: unknown[]): string => parts.slice(0, -1).join(''),
};
const LAYOUT = 'page';

/** What stands around a view. */
interface Layout {
  hostScript: string;
  /**
   * Nothing else of the app is offered with it, because this person may not be allowed to see it.
   */
  isError?: boolean;
}

/**
 * Renders views by name, each with exactly the model that `Models` says, every value escaped. The
 * templates of a folder and its sub-folders are known by their file names, and each can also be a
 * part of another. Names come from code, never from a request.
 */
export class Views<Models extends object> {
  readonly #handlebars = Handlebars.create();
  readonly #templates = new Map<string, Handlebars.TemplateDelegate>();

  constructor(folder: string) {
    for (const [name, helper] of Object.entries(HELPERS))
      this.#handlebars.registerHelper(name, helper);
    for (const file of globSync('**/*.hbs', { cwd: folder })) {
      const name = path.basename(file, '.hbs');
      const source = foldLines(readFileSync(path.join(folder, file), 'utf8'));
      this.#handlebars.registerPartial(name, source);
      this.#templates.set(name, this.#compile(source));
    }
  }

  render<Name extends keyof Models & string>(name: Name, model: Models[Name]): string {
    return this.#render(name, model);
  }

  /** The view inside the layout. */
  page<Name extends keyof Models & string>(
    name: Name,
    model: Models[Name],
    layout: Layout,
  ): string {
    const content = new Handlebars.SafeString(this.render(name, model));
    return this.#render(LAYOUT, { ...layout, content });
  }

  #render(name: string, model: unknown): string {
    const template = this.#templates.get(name);
    if (!template) throw new Error(`There is no template "${name}".`);
    return template(model);
  }

  #compile(source: string): Handlebars.TemplateDelegate {
    return this.#handlebars.compile(source, {
      strict: false,
      knownHelpersOnly: true,
      knownHelpers: { eq: true, host: true, concat: true },
    });
  }
}
