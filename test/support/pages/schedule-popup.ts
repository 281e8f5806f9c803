/// <reference lib="dom" />
/** The popup of a schedule as the browser tests use it. */
import type { Frame, Locator } from 'playwright-core';

export const rowOf = (frame: Frame, name: string): Locator =>
  frame.getByRole('row', { name: new RegExp(name) });
export const cronField = (frame: Frame): Locator => frame.getByLabel('Cron expression');
export const every = (frame: Frame, name: string): Locator =>
  frame.getByRole('radio', { name, exact: true });
const words = (frame: Frame): Locator => frame.locator('#schedule-preview b');
export const dates = (frame: Frame): Promise<string[]> =>
  frame.locator('#schedule-preview time').allInnerTexts();

export async function openSchedule(frame: Frame, name: string): Promise<void> {
  await rowOf(frame, name)
    .getByLabel(/More actions/)
    .click();
  await rowOf(frame, name).getByRole('button', { name: 'Schedule backup' }).click();
  await frame.getByRole('button', { name: 'Save', exact: true }).waitFor();
}

/** The popup's fields follow each other by themselves, some time later. */
export async function waitForRule(
  frame: Frame,
  expected: { cron?: string; words?: string },
): Promise<void> {
  if (expected.cron)
    await frame.waitForFunction(
      (cron) => (document.getElementById('cron') as HTMLInputElement | null)?.value === cron,
      expected.cron,
    );
  if (expected.words) await words(frame).filter({ hasText: expected.words }).waitFor();
}

export async function saveSchedule(frame: Frame, title: string): Promise<void> {
  await frame.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.getByRole('dialog').waitFor({ state: 'detached' });
  const page = frame.page();
  await page.getByText(title, { exact: true }).last().waitFor();
}

/** Save, answered with the form and its messages. */
export async function sendRefused(frame: Frame): Promise<void> {
  await frame.locator('#schedule-form').evaluate((form) => {
    form.dataset['sent'] = 'true';
  });
  await frame.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.locator('#schedule-form:not([data-sent])').waitFor();
}
