import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAccountWatch } from '../../../src/atlassian/http/with-account-watch.ts';
import type { Http, HttpAnswer } from '../../../src/atlassian/http/http.ts';
import { Refused } from '../../../src/core/kernel/errors.ts';

/** What is told of the account when a call is answered like that. */
async function verdictsOn(answer: number | Refused): Promise<(string | null)[]> {
  const verdicts: (string | null)[] = [];
  const next: Http = async () => {
    if (answer instanceof Refused) throw answer;
    return { status: answer } as HttpAnswer;
  };
  const watched = withAccountWatch(next, async (verdict) => {
    verdicts.push(verdict);
  });
  const asked = watched({} as never);
  if (answer instanceof Refused) await assert.rejects(asked, answer);
  else assert.equal((await asked).status, answer);
  return verdicts;
}

test('an answer tells that the account counts, and a refusal of the account that it does not', async () => {
  assert.deepEqual(await verdictsOn(200), [null]);
  for (const code of ['token-refused', 'captcha-required', 'own-access-refused'])
    assert.deepEqual(await verdictsOn(new Refused(code, 'No.')), [code]);
});

test('what says nothing of the account itself tells nothing', async () => {
  assert.deepEqual(await verdictsOn(404), []);
  assert.deepEqual(await verdictsOn(new Refused('scope-missing', 'Not with this token.')), []);
  assert.deepEqual(await verdictsOn(new Refused('no-permission', 'Not this schema.')), []);
});
