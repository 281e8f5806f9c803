import { readFileSync } from 'node:fs';
import { installBrowser } from '../browser/install-browser.ts';
import { isBrowserTest } from './is-browser-test.ts';
import { installMoto } from './start-moto.ts';

/** Whether a test file puts anything into a bucket. */
export const needsBuckets = (file: string): boolean =>
  /\/(test-buckets|bucket-rig)\.ts'/.test(readFileSync(file, 'utf8'));

/** The files that can run here. What is left out is said. */
export async function leaveOutTests(files: string[]): Promise<string[]> {
  return leaveOutBucketTests(await leaveOutBrowserTests(files));
}

/** Leaves the browser tests out where there is no browser, and says so. */
async function leaveOutBrowserTests(files: string[]): Promise<string[]> {
  const inBrowser = files.filter(isBrowserTest);
  if (inBrowser.length === 0 || (await installBrowser())) return files;
  console.log(
    `SKIPPED: ${inBrowser.length} browser test files. Install Chrome, or set CHROME_PATH to one.`,
  );
  return files.filter((file) => !isBrowserTest(file));
}

/** Leaves the tests of buckets out where there is no server for them, and says so. */
async function leaveOutBucketTests(files: string[]): Promise<string[]> {
  const onBuckets = files.filter(needsBuckets);
  if (onBuckets.length === 0 || (await installMoto((line) => console.log(line)))) return files;
  console.log(`SKIPPED: ${onBuckets.length} test files of buckets.`);
  return files.filter((file) => !needsBuckets(file));
}
