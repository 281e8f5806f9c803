/** RFC 4180, as spreadsheets read it: CRLF, and a mark at the start that says UTF-8. */
export const CSV_START = '\uFEFF';

export const csvRow = (cells: string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** A spreadsheet takes a cell that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
