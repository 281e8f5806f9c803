import ts from 'typescript';

/** Two words at least: what is shorter is a name. */
const IS_TEXT = /[A-Za-z]{2,} [A-Za-z]/;

/** The texts of a source file, templates with their fields as they are written; no comments. */
export function textsOfSource(source: string): string[] {
  const texts: string[] = [];
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    else if (ts.isTemplateExpression(node)) texts.push(node.getText(file).slice(1, -1));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts.map(onOneLine).filter((text) => IS_TEXT.test(text));
}

/** The texts between the tags of a template, and those of its attributes that are read out. */
export function textsOfTemplate(template: string): string[] {
  const shown = template.replace(/\{\{!--.*?--\}\}|\{\{![^}]*\}\}/gs, '');
  const attributes = [...shown.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*)"/g)].map(
    ([, text = '']) => text,
  );
  const between = shown.replace(/\{\{[#/][^}]*\}\}|\{\{else[^}]*\}\}/g, ' ').split(/<[^>]*>/);
  return [...between, ...attributes].map(onOneLine).filter((text) => IS_TEXT.test(text));
}

/** The paragraphs, items and cells of a page of Markdown, without its code. */
export const textsOfMarkup = (markup: string): string[] =>
  markup
    .replace(/```.*?```/gs, '')
    .replace(/`[^`]*`/g, '`…`')
    .split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|\|/)
    .map(onOneLine)
    .filter((text) => IS_TEXT.test(text));

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
