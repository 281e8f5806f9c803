import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Issue } from '../../../../src/core/assets/model/issue.ts';
import { Refused, Unavailable } from '../../../../src/core/kernel/errors.ts';
import { findIssuesByName } from '../../../../src/core/restores/issues/find-issues-by-name.ts';

const issueOf = (key: string): Issue => ({ id: '', key, summary: '', updated: '', values: {} });
const refusal = (code = 'no-permission') => new Refused(code, 'No.');

/** Finds by key, on a site that gives this list, and single issues or refusals by these names. */
async function find(
  names: string[],
  listed: string[] | Error,
  alone: Record<string, string | Error> = {},
) {
  const asked: string[] = [];
  const found = await findIssuesByName(names, {
    issues: {
      issues: async () => {
        if (listed instanceof Error) throw listed;
        return listed.map(issueOf);
      },
      issue: async (name) => {
        asked.push(name);
        const given = alone[name];
        if (given instanceof Error) throw given;
        return given === undefined ? null : issueOf(given);
      },
    },
    fieldIds: [],
    nameOf: ({ key }) => key,
    signal: new AbortController().signal,
  });
  return { found: Object.fromEntries([...found].map(([name, { key }]) => [name, key])), asked };
}

test('what a list does not give is not there, and is not asked for again', async () => {
  assert.deepEqual(await find(['A-1', 'A-2'], ['A-1']), { found: { 'A-1': 'A-1' }, asked: [] });
});

test('an issue that was moved is found under the key that it had', async () => {
  const { found, asked } = await find(['A-1', 'A-2', 'A-3'], ['A-1', 'B-7'], { 'A-2': 'B-7' });
  assert.deepEqual(asked, ['A-2', 'A-3']);
  assert.equal(found['A-2'], 'B-7');
  assert.equal(found['A-3'], undefined);
});

test('a list that is refused for one of its issues takes no other with it', async () => {
  const alone = { 'A-1': refusal(), 'A-2': 'A-2', 'A-3': refusal('site-refused') };
  const { found } = await find(['A-1', 'A-2', 'A-3', 'A-4'], refusal('site-refused'), alone);
  assert.deepEqual(found, { 'A-2': 'A-2' });
});

test('where all are refused, it is not about single issues', async () => {
  const names = Array.from({ length: 9 }, (_none, at) => `A-${at}`);
  const alone = Object.fromEntries(names.map((name) => [name, refusal()]));
  await assert.rejects(find(names, refusal(), alone), refusal());
  const [first] = names;
  const { found } = await find(names, refusal(), { ...alone, [first!]: 'A-0' });
  assert.deepEqual(found, { 'A-0': 'A-0' });
});

test('a site that does not answer is waited for by whoever asks', async () => {
  const silent = new Unavailable('site-unreachable', 'It is down.');
  await assert.rejects(find(['A-1'], silent), silent);
});
