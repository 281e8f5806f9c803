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

/** A headless Chromium. @throws Error with what to install where there is none */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await installBrowser();
  if (executablePath === undefined) {
    throw new Error('There is no browser here. Install Chrome, or name one with CHROME_PATH.');
  }
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true });
}
