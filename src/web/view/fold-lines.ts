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
export function foldLines(source: string): string {
  return source
    .replace(BREAK_BEFORE_END_OF_TAG, '')
    .replace(BREAK_BEFORE_TAG, '')
    .replace(BREAK_AFTER_TAG, '$1')
    .replace(BREAK, ' ');
}
