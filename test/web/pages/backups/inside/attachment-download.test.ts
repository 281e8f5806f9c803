import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachmentDownload } from '../../../../../src/web/pages/backups/inside/attachment-download.ts';

/** The name under which a file of this name is sent. */
async function nameOf(filename: string): Promise<string> {
  const reply = await attachmentDownload({
    contents: { attachment: async () => ({ filename, size: 0, bytes: [] }) },
    caller: { tenant: { id: 't' } },
    params: { id: '0123456789abcdef01234567', typeId: '1', objectId: '2', position: '0' },
  } as unknown as Parameters<typeof attachmentDownload>[0]);
  return reply.file.name;
}

test('a file is sent under its name, also where that is no sound text', async () => {
  for (const name of ['a/b.txt', 'Überblick 📎.pdf', 'x'.repeat(300)])
    assert.equal(await nameOf(name), name);
  const sent = await nameOf('half \ud83d.txt');
  assert.equal(sent, 'half \ufffd.txt');
  assert.equal(encodeURIComponent(sent), 'half%20%EF%BF%BD.txt');
});
