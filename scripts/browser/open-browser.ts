import { chromium, type Browser } from 'playwright-core';
import { installBrowser } from './install-browser.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--headless=shell',
];

/**
 * Playwright would close the browser at a signal and let the process go on: a test run that is
 * given up would leave it behind. The browser ends with its process anyway.
 */
const LEFT_TO_US = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

/** A headless Chromium. @throws Error with what to install where there is none */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await installBrowser();
  if (executablePath === undefined) {
    throw new Error('No browser found. Install Chrome, or set CHROME_PATH to one.');
  }
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true, ...LEFT_TO_US });
}
