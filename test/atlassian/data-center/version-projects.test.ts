import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VersionProjects } from '../../../src/atlassian/data-center/reading/version-projects.ts';
import { SiteRedirects, type HttpCall } from '../../../src/atlassian/http/http.ts';
import type { AssetsObject } from '../../../src/core/assets/model/assets-object.ts';
import { Refused } from '../../../src/core/kernel/errors.ts';

const objectOf = (...versions: string[]): AssetsObject => ({
  id: '1',
  typeId: '2',
  key: 'HW-1',
  label: 'srv',
  created: '',
  updated: '',
  values: { 5: versions.map((version) => ({ version, name: `v${version}` })), 6: [{ value: 'x' }] },
});
const answer = (json: object, status = 200) => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(json)),
});

/** A Jira whose project 10000 is OPS, with versions 1 to 9, and whose project 10001 is hidden. */
function jira(): { versions: VersionProjects; asked: string[] } {
  const asked: string[] = [];
  const versions = new VersionProjects(async ({ url }: HttpCall) => {
    const path = url.replace('http://site/rest/api/2/', '');
    asked.push(path);
    if (path === 'project/10000') {
      const all = Array.from({ length: 9 }, (_none, at) => ({ id: String(at + 1) }));
      return answer({ key: 'OPS', versions: all });
    }
    if (path === 'version/10') return answer({ id: '10', projectId: 10_001 });
    if (/^version\/[1-9]$/.test(path)) return answer({ projectId: 10_000 });
    return answer({ errorMessages: ['Nicht gefunden.'] }, 404);
  }, 'http://site');
  return { versions, asked };
}

test('a version gets the key of its project, which tells of all its other versions', async () => {
  const { versions, asked } = jira();
  const [first] = await versions.add([objectOf('1')]);
  assert.deepEqual(first?.values, {
    5: [{ version: '1', name: 'v1', projectKey: 'OPS' }],
    6: [{ value: 'x' }],
  });
  const others = await versions.add([objectOf('2', '3'), objectOf(), objectOf('9')]);
  assert.deepEqual(
    others.flatMap(({ values }) => values[5]),
    ['2', '3', '9'].map((version) => ({ version, name: `v${version}`, projectKey: 'OPS' })),
  );
  assert.deepEqual(asked, ['version/1', 'project/10000']);
});

test('a version that was deleted or is hidden stays as it is, and is asked for once', async () => {
  const { versions, asked } = jira();
  const objects = [objectOf('10', '11')];
  assert.deepEqual(await versions.add(objects), objects);
  assert.deepEqual(await versions.add(objects), objects);
  assert.deepEqual(asked.sort(), ['project/10001', 'version/10', 'version/11']);
});

test('an agent that is too old to ask for versions ends no backup, and it is told; a site that is down does', async () => {
  const told: string[] = [];
  const failing = (error: Error) =>
    new VersionProjects(
      () => Promise.reject(error),
      'http://site',
      (why) => void told.push(why),
    ).add([objectOf('1')]);
  assert.deepEqual(await failing(new Refused('agent-refused', 'too old')), [objectOf('1')]);
  assert.deepEqual(told, [
    "The projects of some versions couldn't be read, because the site's agent doesn't carry GET rest/api/2/version/{id} (update the agent). Without them, another site may not recognize these versions.",
  ]);
  await assert.rejects(failing(new Error('down')), /down/);
});

test('a site that always answers oddly for versions or their projects ends no backup, and it is told', async () => {
  const odd: Record<string, () => Promise<ReturnType<typeof answer>>> = {
    fails: async () => answer({}, 500),
    rejects: async () => answer({}, 401),
    redirects: () => Promise.reject(new SiteRedirects('http://elsewhere')),
    'answers in another form': async () => answer([]),
  };
  for (const [what, answerOddly] of Object.entries(odd))
    for (const asked of ['version', 'project']) {
      const told: string[] = [];
      let calls = 0;
      const http = async ({ url }: HttpCall) => {
        if (!url.includes(`/${asked}/`)) return answer({ projectId: 10_000 });
        calls += 1;
        return answerOddly();
      };
      const versions = new VersionProjects(http, 'http://site', (why) => void told.push(why));
      const objects = [objectOf(...Array.from({ length: 60 }, (_none, at) => String(at + 1)))];
      assert.deepEqual(await versions.add(objects), objects, what);
      assert.ok(calls < 60, `${what}: ${calls} calls`);
      assert.match(told[0] ?? '', /^The projects of some versions couldn't be read/);
    }
});
