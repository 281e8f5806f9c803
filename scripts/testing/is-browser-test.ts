/** Whether a test file drives a browser. */
export const isBrowserTest = (file: string): boolean => /^test\/(long\/)?browser\//.test(file);
