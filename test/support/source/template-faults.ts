import Handlebars from 'handlebars';
import type { ModelType } from '../sites/model-types.ts';

/** Sources by name. */
export type Templates = ReadonlyMap<string, string>;

/**
 * Where a template looks for a field. `fields` are what a partial was given by name; its value is
 * undefined where the type is of no account (a text, a flag).
 */
interface Scope {
  type: ModelType | undefined;
  fields: ReadonlyMap<string, ModelType | undefined>;
  parent: Scope | undefined;
  root: ModelType;
}

type PartialCall = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;

/** What a partial calls the block that it was given. */
const OWN_BLOCK = '@partial-block';

/** Each field that the template, or a part of it, names and the model does not have. */
export function templateFaults(name: string, templates: Templates, model: ModelType): string[] {
  const walk = new TemplateWalk(templates);
  walk.template(name, { type: model, fields: new Map(), parent: undefined, root: model });
  return walk.faults;
}

class TemplateWalk {
  readonly faults: string[] = [];
  readonly #templates: Templates;
  #name = '';

  constructor(templates: Templates) {
    this.#templates = templates;
  }

  template(name: string, scope: Scope): void {
    const source = this.#templates.get(name);
    if (source === undefined) {
      this.faults.push(`there is no template "${name}"`);
      return;
    }
    const outer = this.#name;
    this.#name = name;
    this.#program(Handlebars.parse(source), scope);
    this.#name = outer;
  }

  #program({ body }: hbs.AST.Program, scope: Scope): void {
    for (const statement of body) this.#statement(statement, scope);
  }

  #statement(statement: hbs.AST.Statement, scope: Scope): void {
    switch (statement.type) {
      case 'MustacheStatement':
        this.#call(statement as hbs.AST.MustacheStatement, scope);
        break;
      case 'BlockStatement':
        this.#block(statement as hbs.AST.BlockStatement, scope);
        break;
      case 'PartialStatement':
        this.#partial(statement as hbs.AST.PartialStatement, scope);
        break;
      case 'PartialBlockStatement':
        this.#partialBlock(statement as hbs.AST.PartialBlockStatement, scope);
    }
  }

  /** A field, or a helper with fields. */
  #call(
    { path, params }: { path: hbs.AST.Expression; params: hbs.AST.Expression[] },
    scope: Scope,
  ) {
    if (params.length === 0) this.#value(path, scope);
    for (const param of params) this.#value(param, scope);
  }

  #block({ path, params: [tested], program, inverse }: hbs.AST.BlockStatement, scope: Scope): void {
    const type = tested && this.#value(tested, scope);
    this.#program(program, this.#inside((path as hbs.AST.PathExpression).original, type, scope));
    if (inverse) this.#program(inverse, scope);
  }

  #inside(helper: string, type: ModelType | undefined, scope: Scope): Scope {
    const inner = { fields: new Map(), parent: scope, root: scope.root };
    if (helper === 'each') return { ...inner, type: type?.present().element() };
    if (helper === 'with') return { ...inner, type: type?.present() };
    return scope;
  }

  #partial(statement: hbs.AST.PartialStatement, scope: Scope): void {
    const partial = nameOf(statement);
    if (partial !== OWN_BLOCK) this.template(partial, this.#given(statement, scope));
  }

  /** What stands in the block sees what the partial sees. */
  #partialBlock(statement: hbs.AST.PartialBlockStatement, scope: Scope): void {
    const given = this.#given(statement, scope);
    this.template(nameOf(statement), given);
    this.#program(statement.program, given);
  }

  #given({ params: [given], hash }: PartialCall, scope: Scope): Scope {
    const type = given ? this.#value(given, scope)?.present() : scope.type;
    const named = (hash?.pairs ?? []).map(
      ({ key, value }) => [key, this.#value(value, scope)] as const,
    );
    return { ...scope, type, fields: new Map([...(given ? [] : scope.fields), ...named]) };
  }

  /** The type of an expression; undefined for what has no fields. */
  #value(expression: hbs.AST.Expression, scope: Scope): ModelType | undefined {
    if (expression.type === 'SubExpression') {
      this.#call(expression as hbs.AST.SubExpression, scope);
      return undefined;
    }
    if (expression.type !== 'PathExpression') return undefined;
    return this.#path(expression as hbs.AST.PathExpression, scope);
  }

  #path({ depth, data, parts, original }: hbs.AST.PathExpression, scope: Scope) {
    const names = data ? parts.slice(1) : parts;
    const from = data ? { ...scope, type: scope.root, fields: new Map() } : up(scope, depth);
    const [first, ...rest] = names;
    if (first === undefined) return from?.type;
    if (from?.fields.has(first) && rest.length === 0) return from.fields.get(first);
    let type = from?.type;
    for (const name of names) {
      const field = type?.present().field(name);
      if (!field) {
        this.faults.push(`${this.#name}: there is no "${original}"`);
        return undefined;
      }
      type = field;
    }
    return type;
  }
}

const up = (scope: Scope | undefined, levels: number): Scope | undefined =>
  levels === 0 ? scope : up(scope?.parent, levels - 1);

const nameOf = ({ name }: PartialCall): string => (name as hbs.AST.PathExpression).original;
