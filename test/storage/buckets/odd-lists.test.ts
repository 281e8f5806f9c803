/** Services that don't list what they are asked for: what they name may be somebody else's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BucketCalls } from '../../../src/storage/buckets/client/bucket-calls.ts';
import { BucketLists } from '../../../src/storage/buckets/client/bucket-lists.ts';

const PREFIX = 'kept/';

interface Command {
  input: { KeyMarker?: string };
}

/** What is in a bucket whose service answers with these pages, the last one again and again. */
function listsOf(pages: readonly object[], onAsked: (command: Command) => void = () => undefined) {
  const left = [...pages];
  const client = {
    send: async (command: Command) => {
      onAsked(command);
      return left.length > 1 ? left.shift() : left[0];
    },
  };
  const calls = {
    bucket: 'ours',
    fullKey: (key: string) => PREFIX + key,
    keyOf: (fullKey: string) => fullKey.slice(PREFIX.length),
    send: (call: (client: unknown) => unknown) => call(client),
  };
  return new BucketLists(calls as unknown as BucketCalls);
}

async function keysOf(listed: AsyncIterable<{ key: string }>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of listed) keys.push(key);
  return keys;
}

const contents = (...keys: string[]) => keys.map((Key) => ({ Key }));
const isStrange = (code: string) => ({ name: 'BucketFailure', fault: 'strange', code });

test('what is behind a key is listed, also by a service that begins at the first one', async () => {
  const lists = listsOf([{ Contents: contents('kept/a/1', 'kept/a/2', 'kept/a/3') }]);
  assert.deepEqual(await keysOf(lists.list('a/', 'a/2')), ['a/3']);
});

for (const [what, page, code] of [
  ['names what is elsewhere in the bucket', { Contents: contents('theirs/1') }, 'PrefixIgnored'],
  ['names what is beside ours', { Contents: contents('kept/b/1') }, 'PrefixIgnored'],
  ['names nothing', { Contents: [{}] }, 'PrefixIgnored'],
] as const)
  test(`a list that ${what} is refused`, async () => {
    await assert.rejects(keysOf(listsOf([page]).list('a/')), isStrange(code));
  });

for (const [what, page, code] of [
  ['names what is elsewhere', { Versions: contents('theirs/1') }, 'PrefixIgnored'],
  ['names what was deleted elsewhere', { DeleteMarkers: contents('kept/b') }, 'PrefixIgnored'],
] as const)
  test(`a list of versions that ${what} is refused`, async () => {
    await assert.rejects(keysOf(listsOf([page]).versions('a/')), isStrange(code));
  });

test('versions that a service lists without saying where the next ones begin are all listed', async () => {
  const asked: unknown[] = [];
  const pages = [
    {
      IsTruncated: true,
      Versions: contents('kept/a/1', 'kept/a/3'),
      DeleteMarkers: contents('kept/a/2'),
    },
    { Versions: contents('kept/a/4') },
  ];
  const lists = listsOf(pages, (command) => asked.push(command.input.KeyMarker));
  assert.deepEqual(await keysOf(lists.versions('a/')), ['a/1', 'a/2', 'a/3', 'a/4']);
  assert.deepEqual(asked, [undefined, 'kept/a/3']);
});

test('a folder that is not behind the prefix is refused', async () => {
  const lists = listsOf([{ CommonPrefixes: [{ Prefix: 'theirs/' }] }]);
  await assert.rejects(lists.folders('a/').next(), isStrange('PrefixIgnored'));
});
