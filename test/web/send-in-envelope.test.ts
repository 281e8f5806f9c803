import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Request, Response } from 'express';
import { show } from '../../src/web/handling/reply.ts';
import type { Reply } from '../../src/web/routes/route.ts';
import { sendInEnvelope } from '../../src/web/send-in-envelope.ts';
import type { ViewModels } from '../../src/web/routes/view-models.ts';
import type { Views } from '../../src/web/view/views.ts';

const MAX_BYTES = 5_000_000;
/** Runs in the browser as well as here; checked by the types of the browser. */
const { unzip } = (await import(new URL('../../forge/page/unzip.js', import.meta.url).href)) as {
  unzip(base64: string): Promise<string>;
};

interface Sent {
  status: number;
  html: string;
  headers: Record<string, string>;
}

/** What the bridge gets of a page whose template says this. */
async function sendPage(html: string): Promise<Sent> {
  let sent: Sent | undefined;
  const response = {
    status: () => response,
    json: (envelope: Sent) => {
      sent = envelope;
    },
  } as unknown as Response;
  const views = {
    render: (view: string) => (view === 'error' ? 'an error' : html),
  } as unknown as Views<ViewModels>;
  const reply = show('error', { title: '', message: '' }) as unknown as Reply;
  const page = { ...reply, view: 'home-show' } as unknown as Reply;
  await sendInEnvelope({ get: () => undefined } as unknown as Request, response, page, views);
  assert.ok(sent);
  assert.ok(Buffer.byteLength(JSON.stringify(sent)) <= MAX_BYTES, 'the bridge carries it');
  return sent;
}

test('a page that the bridge carries comes as it is', async () => {
  assert.deepEqual(await sendPage('<p>Ä</p>'), { status: 200, html: '<p>Ä</p>', headers: {} });
});

test('a page of more than five megabytes comes whole', async () => {
  const html = '<p>Ärger "mit" 漢字</p>'.repeat(500_000);
  const { status, html: packed, headers } = await sendPage(html);
  assert.equal(status, 200);
  assert.equal(headers['x-encoding'], 'gzip');
  assert.ok((await unzip(packed)) === html, 'it is the same');
});

test('what is too large even so is said to be', async () => {
  const { status, html } = await sendPage(randomBytes(5_000_000).toString('base64'));
  assert.deepEqual([status, html], [413, 'an error']);
});
