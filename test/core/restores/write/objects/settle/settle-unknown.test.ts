import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../../../../src/clock.ts';
import {
  settleUnknown,
  type SettleOptions,
  type UnknownCreate,
} from '../../../../../../src/core/restores/write/objects/settle/settle-unknown.ts';
import type { AssetsObject } from '../../../../../../src/core/assets/model/assets-object.ts';
import { AnswerTooLarge } from '../../../../../../src/core/assets/ports/pages/answer-too-large.ts';
import type { AssetsDestination } from '../../../../../../src/core/assets/ports/assets-destination.ts';
import type { ObjectPage } from '../../../../../../src/core/assets/ports/pages/object-page.ts';
import type { PageStart } from '../../../../../../src/core/assets/ports/pages/page-start.ts';
import type { ReceivedPage } from '../../../../../../src/core/assets/ports/pages/received-page.ts';

/** As many large objects as an answer may hold. */
const MOST = 3;
const objects = Array.from(
  { length: 20 },
  (_none, at): AssetsObject =>
    ({
      id: String(101 + at),
      key: `K-${at}`,
      values: { name: [{ value: `large ${at}` }], old: [{ value: `OLD-${at}` }] },
    }) as unknown as AssetsObject,
);
const answer = (found: AssetsObject[], all: number): Promise<ReceivedPage> =>
  found.length > MOST
    ? Promise.reject(new AnswerTooLarge())
    : Promise.resolve({
        read: async (): Promise<ObjectPage> =>
          ({
            objects: found,
            groups: [],
            last: all <= found.length,
            unreadable: [],
          }) as unknown as ObjectPage,
      });
const target = {
  objects: (_type: string, start: PageStart, limit: number) => {
    const rest =
      'offset' in start
        ? objects.slice(start.offset)
        : objects.filter(({ id }) => Number(id) > Number(start.afterId));
    return answer(rest.slice(0, limit), rest.length);
  },
  search: (query: string) => {
    const found = objects.filter(({ values }) =>
      query.includes(`"${(values['old']![0] as { value: string }).value}"`),
    );
    return answer(found, found.length);
  },
} as unknown as AssetsDestination;
const options = (keyset: boolean): SettleOptions => ({
  target,
  keyset,
  clock: systemClock,
  signal: new AbortController().signal,
  settleMs: 0,
  lastWrite: () => undefined,
  required: new Set(),
  plain: new Set(),
  count: (call) => call,
  baseline: '100',
  references: new Set(),
  unique: new Set(),
  isClaimed: () => false,
});
const lost = (keyed: boolean): UnknownCreate[] =>
  [0, 7, 19, 25].map((at) => ({
    node: at,
    typeId: '1',
    values: { name: [`large ${at}`], old: [`OLD-${at}`] },
    open: [],
    endedAtMs: 0,
    ...(keyed
      ? { key: { attributeId: 'old', attributeName: 'Original key', value: `OLD-${at}` } }
      : {}),
  }));

for (const keyed of [true, false])
  for (const keyset of [true, false])
    test(`objects too large for one answer are found ${keyed ? 'by their old keys' : 'by their values'}, ${keyset ? 'in the order of ids' : 'page by page'}, whatever the size of a page`, async () => {
      const found = await settleUnknown(lost(keyed), options(keyset));
      assert.deepEqual(
        [...found].map(([node, { id }]) => [node, id]).sort(([a], [b]) => Number(a) - Number(b)),
        [
          [0, '101'],
          [7, '108'],
          [19, '120'],
        ],
      );
    });
