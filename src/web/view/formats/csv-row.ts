/** RFC 4180, as spreadsheets read it: CRLF, and a mark at the start that says UTF-8. */
export const CSV_START = '\uFEFF';

export const csvRow = (cells: string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Spreadsheets drop these at the start of a cell and read on. */
const PASSED_OVER = /^[\s\p{Cc}\p{Cf}]*/u;
/** A spreadsheet takes a cell that begins with one of these for a formula. */
const FORMULA = /^[=+\-@]/;
const BREAK = /^[\t\r\n]/;

/** Some spreadsheets treat full-width and small forms of a character like the character itself. */
const isFormula = (text: string): boolean =>
  BREAK.test(text) || FORMULA.test(text.replace(PASSED_OVER, '').slice(0, 1).normalize('NFKC'));

function cell(text: string): string {
  const safe = isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
