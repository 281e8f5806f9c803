/** What was typed into a field of a form; empty where it was not sent. */
export function typedText(input: unknown, field: string): string {
  const value: unknown =
    typeof input === 'object' && input !== null ? Reflect.get(input, field) : undefined;
  return typeof value === 'string' ? value : '';
}
