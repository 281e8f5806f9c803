import assert from 'node:assert/strict';
import type { Available } from '../../../src/core/assets/ports/site/available.ts';
import type { ByteSink } from '../../../src/core/assets/ports/files/byte-sink.ts';
import type { ByteSource } from '../../../src/core/assets/ports/files/byte-source.ts';
import type { DestinationCheck } from './destination-check.ts';

/** More than what is sent or read at once. */
const LARGE = Buffer.alloc(300_000, 'Bytes of a file. ');

function given<T>(answer: Available<T>): T {
  if ('unavailable' in answer) assert.fail(answer.unavailable);
  return answer.value;
}

const sourceOf = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  async *read() {
    for (let at = 0; at < bytes.length; at += 64 << 10) yield bytes.subarray(at, at + (64 << 10));
  },
});

function gather(): ByteSink & { bytes: Buffer } {
  return {
    bytes: Buffer.alloc(0),
    get received() {
      return this.bytes.length;
    },
    async take(part) {
      this.bytes = Buffer.concat([this.bytes, part]);
    },
  };
}

/** What people write below objects, and the files that they attach. */
export const keptChecks: DestinationCheck[] = [
  {
    name: 'comments that are added are listed, the oldest first, with who may read them',
    run: async ({ target, made }) => {
      const { site } = made;
      assert.deepEqual(given(await target.comments(site)), []);
      for (const [text, role] of [
        ['First', 0],
        ['Second,\nof two lines: ä <b>', '1'],
      ] as const)
        given(await target.createComment(site, { text, role }));
      const listed = given(await target.comments(site));
      assert.deepEqual(
        listed.map(({ text, role }) => [text, Number(role)]),
        [
          ['First', 0],
          ['Second,\nof two lines: ä <b>', 1],
        ],
      );
      for (const { id, author, created } of listed) {
        assert.ok(id !== '' && author.name !== '');
        assert.match(created, /^\d{4}-\d\d-\d\dT.*Z$/);
      }
    },
  },
  {
    name: 'files that are added are listed by name and kind, and given back byte for byte',
    run: async ({ target, made }) => {
      const { site } = made;
      const store = target.attachmentStore;
      assert.ok(store);
      const files = {
        'note.txt': Buffer.from('A note'),
        'a "name" ä.bin': LARGE,
        'empty.txt': Buffer.alloc(0),
      };
      for (const [filename, bytes] of Object.entries(files)) {
        const file = { filename, contentType: 'text/plain', comment: '', content: sourceOf(bytes) };
        given(await store.addAttachment(site, file));
      }
      const listed = given(await store.attachments(site));
      assert.deepEqual(
        listed.map(({ filename, contentType }) => [filename, contentType]),
        Object.keys(files).map((filename) => [filename, 'text/plain']),
      );
      for (const attachment of listed) {
        const sink = gather();
        given(await store.attachmentBytes(site, attachment, sink));
        const sent = files[attachment.filename as keyof typeof files];
        assert.ok(sink.bytes.equals(sent), attachment.filename);
        assert.ok(attachment.size === null || attachment.size === sent.length);
        assert.match(attachment.created, /^\d{4}-\d\d-\d\dT.*Z$/);
      }
    },
  },
];
