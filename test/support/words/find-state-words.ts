import ts from 'typescript';

/** What is written between a lozenge's tags, and what each branch of it says. */
const LOZENGE = /class="lozenge\b(?:\{\{[^}]*\}\}|[^"{])*"[^>]*>(.*?)<\/span>/gs;
const BLOCK = /\{\{[#/~]?\s*(?:if|else|unless|each|with)\b[^}]*\}\}|\{\{\/[^}]*\}\}/;

/** The words of all lozenges of a template, without what models put in. */
export const stateWordsOfTemplate = (template: string): string[] =>
  [...template.matchAll(LOZENGE)].flatMap(([, inside = '']) =>
    inside.split(BLOCK).map(withoutFields).filter(Boolean),
  );

/** The words of all lozenges that a source file makes: objects with a `text` and a `look`. */
export function stateWordsOfSource(source: string): string[] {
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) words.push(...wordsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
  return words;
}

function wordsOf({ properties }: ts.ObjectLiteralExpression): string[] {
  const find = (name: string) =>
    properties.find((each) => each.name && ts.isIdentifier(each.name) && each.name.text === name);
  const text = find('text');
  if (!find('look') || !text || !ts.isPropertyAssignment(text)) return [];
  return literalsOf(text.initializer).map(withoutFields).filter(Boolean);
}

function literalsOf(text: ts.Expression): string[] {
  if (ts.isConditionalExpression(text))
    return [...literalsOf(text.whenTrue), ...literalsOf(text.whenFalse)];
  if (ts.isTemplateExpression(text))
    return [text.head.text, ...text.templateSpans.map(({ literal }) => literal.text)];
  return ts.isStringLiteralLike(text) ? [text.text] : [];
}

/** "Not visible to Ada" is the state "Not visible". */
const withoutFields = (text: string): string =>
  text
    .replace(/\{\{.*?\}\}/gs, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ to$/, '');
