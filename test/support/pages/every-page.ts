/// <reference lib="dom" />
import type { Frame } from 'playwright-core';
import { backUp, verify } from '../../../scripts/demo-steps.ts';
import {
  addTarget,
  planRestore,
  restoreEnded,
  startRestore,
} from '../../../scripts/restore-steps.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import type { RunningApp } from '../running-app.ts';

/** A page of the app, or a dialog over the page before it, and what is asked for to show it. */
export interface ShownPage {
  name: string;
  path: string;
  /** What a form sends; absent: the page is only asked for. */
  form?: Record<string, string>;
  isDialog?: boolean;
}

interface Told {
  running: RunningApp;
  other: Simulator;
  schema: { id: string; name: string };
}

/**
 * Every page and dialog of a schema's life: it is backed up, verified, scheduled, restored here and
 * planned for a target instance before.
 */
export async function everyPage({ running, other, schema }: Told): Promise<ShownPage[]> {
  const { admin } = running;
  const { backupId } = await backUp(admin, schema);
  await verify(admin, backupId);
  await admin.post(`/app/backups/${backupId}/description`, { description: schema.name });
  const targetId = await addTarget(admin, {
    name: 'Sandbox',
    siteUrl: other.url,
    workspaceId: other.workspaceId,
  });
  const restoreId = await startRestore(admin, (await planRestore(admin, backupId)).id);
  await restoreEnded(admin, restoreId);
  const { id: planId } = await planRestore(admin, backupId, { targetId });
  const { html: review } = await admin.get(`/app/restores/${planId}/plan`);
  return [
    ...pagesOfSetup(targetId),
    ...pagesOfSchema(schema.id),
    ...(await pagesOfBackup(running, backupId)),
    ...pagesOfRestore(backupId, restoreId, planId),
    ...groupsOf(review),
    { name: 'recovery key', path: '/app/settings/recovery-key', form: {} },
  ];
}

/** The drawers of a plan's groups. */
const groupsOf = (review: string): ShownPage[] =>
  [...new Set(review.match(/\/app\/restores\/[\w-]+\/groups\/[\w:-]+/g))].map((path, at) => ({
    name: `group ${at + 1} of the review`,
    path,
    isDialog: true,
  }));

const pagesOfSetup = (targetId: string): ShownPage[] => [
  { name: 'home', path: '/app/home' },
  { name: 'Schedule the rest', path: '/app/bulk/schedule?all=unscheduled', isDialog: true },
  { name: 'activity', path: '/app/activity' },
  { name: 'step 1', path: '/app/setup?step=1' },
  { name: 'step 2', path: '/app/setup?step=2' },
  { name: 'step 3', path: '/app/setup?step=3' },
  { name: 'target instances', path: '/app/targets' },
  { name: 'new target instance', path: '/app/targets/new' },
  { name: 'target instance', path: `/app/targets/${targetId}` },
  { name: 'Delete target instance', path: `/app/targets/${targetId}/delete`, isDialog: true },
  { name: 'new Data Center instance', path: '/app/data-centers/new' },
  { name: 'Attach a storage', path: '/app/attach' },
  { name: 'Create recovery key', path: '/app/settings/recovery-key', isDialog: true },
  { name: 'Set passphrase', path: '/app/settings/passphrase', isDialog: true },
  { name: 'Use a key service', path: '/app/settings/key-service', isDialog: true },
  { name: 'Default retention', path: '/app/settings/retention', isDialog: true },
  { name: 'Unlock', path: '/app/settings/passphrase/unlock', isDialog: true },
  { name: 'Disconnect', path: '/app/connection/delete', isDialog: true },
];

const pagesOfSchema = (id: string): ShownPage[] => [
  { name: 'restores', path: `/app/schemas/${id}/restores` },
  { name: 'schedule', path: `/app/schemas/${id}/schedule` },
  { name: 'terminated backups', path: `/app/schemas/${id}/terminated` },
  { name: 'backups', path: `/app/schemas/${id}/backups` },
  { name: 'a schema that is gone', path: '/app/schemas/gone' },
  { name: 'Backup now', path: `/app/schemas/${id}/backup`, isDialog: true },
  { name: 'Schedule backup', path: `/app/schemas/${id}/schedule/edit`, isDialog: true },
  { name: 'Retention', path: `/app/schemas/${id}/retention`, isDialog: true },
  { name: 'Hold all', path: `/app/schemas/${id}/hold`, isDialog: true },
  { name: 'Copy all', path: `/app/schemas/${id}/copy`, isDialog: true },
  { name: 'Hide', path: `/app/schemas/${id}/delete`, isDialog: true },
];

async function pagesOfBackup({ admin }: RunningApp, id: string): Promise<ShownPage[]> {
  const contents = `/app/backups/${id}/contents`;
  const { html } = await admin.get(contents);
  const typeId = new RegExp(`${contents}/(\\d+)`).exec(html)?.[1];
  const objects = await admin.get(`${contents}/${typeId}`);
  const objectId = new RegExp(`${contents}/${typeId}/(\\d+)`).exec(objects.html)?.[1];
  return [
    { name: 'contents', path: contents },
    { name: 'object', path: `${contents}/${typeId}/${objectId}`, isDialog: true },
    { name: 'backup', path: `/app/backups/${id}`, isDialog: true },
    { name: 'Objects in issues', path: `/app/backups/${id}/issues`, isDialog: true },
    { name: 'Hold', path: `/app/backups/${id}/hold`, isDialog: true },
    { name: 'Delete backup', path: `/app/backups/${id}/delete`, isDialog: true },
  ];
}

function pagesOfRestore(backupId: string, restoreId: string, planId: string): ShownPage[] {
  const form = { place: 'new', name: 'Another', key: 'ANOTHER' };
  return [
    { name: 'destination', path: `/app/backups/${backupId}/restore` },
    { name: 'options', path: `/app/backups/${backupId}/restore/options`, form },
    { name: 'review', path: `/app/restores/${planId}/plan` },
    { name: 'result', path: `/app/restores/${restoreId}` },
    { name: 'cut-over checklist', path: `/app/restores/${restoreId}/cut-over` },
  ];
}

/** Shows a page where the app would, and waits until it is there with all that it loads. */
export async function showPage(frame: Frame, { path, form, isDialog }: ShownPage): Promise<void> {
  await frame.evaluate(
    async ([url, values, target]) => {
      const { htmx } = globalThis as unknown as {
        htmx: { ajax(verb: string, path: string, context: object): Promise<void> };
      };
      await htmx.ajax(values ? 'POST' : 'GET', url, { target, ...(values && { values }) });
    },
    [path, form, isDialog ? '#dialog-body' : '#main'] as const,
  );
  await frame.waitForFunction(() => !document.querySelector('.htmx-request, [aria-busy=true]'));
}
