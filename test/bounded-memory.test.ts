import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '..');
/** A map or set that begins empty, and is kept by a module or by an object. */
const KEPT = /^(?:export )?(?:const|let) (\w+)[^=\n]*= new (?:Map|Set)(?:<.*>)?\(\);$/gm;
const FIELD = /^ {2}readonly (#\w+)[^=\n]*= new (?:Map|Set)(?:<.*>)?\(\);$/gm;

/** Folders of what lives as long as the service. */
const LASTING = [
  'src/web/**/*.ts',
  'src/jobs/*.ts',
  'src/storage/*.ts',
  'src/storage/{stores,site,sealing,queue,key-services,key-services/calls}/*.ts',
  'src/atlassian/*/*.ts',
  'src/core/{catalog,schedules,use-cases}/**/*.ts',
];

/** What bounds each that is not a RecentMap. */
const BOUNDED: Record<string, string> = {
  'src/web/view/views.ts #templates': 'templates are files of the service',
  'src/web/handling/request-turns.ts #tenants': 'tenants with requests in hand',
  'src/jobs/worker.ts #active': 'the width of the worker',
  'src/storage/queue/mongo-run-queue.ts #held': 'the width of the worker',
  'src/storage/queue/run-sequence.ts #askers': 'tenants whose runs are being queued',
  'src/storage/queue/abandoned-runs.ts #watched': 'runs that are running; others are forgotten',
  'src/storage/queue/abandoned-runs.ts #silenced': 'runs that are running; others are forgotten',
  'src/storage/sealing/ring-rotation.ts #proved': 'keys of the ring',
  'src/storage/sealing/tenant-keys.ts #unlocked':
    'tenants whose administrators unlocked their keys',
  'src/atlassian/cloud/cloud-jira-app.ts #asking': 'requests in hand',
  'src/atlassian/budget/rate-budget.ts #endpoints': 'our endpoints, for each account of the site',
  'src/atlassian/budget/site-budgets.ts #since': 'our endpoints',
  'src/jobs/housekeeping.ts #failing': 'our duties, each with what fails now',
  'src/atlassian/budget/site-budgets.ts #sites': 'sites that administrators connected',
};

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const namesIn = (files: string[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    [...read(file).matchAll(pattern)].map(([, name = '']) => `${file} ${name}`),
  );

test('no module remembers without a bound', () => {
  assert.deepEqual(namesIn(globSync('src/**/*.ts', { cwd: ROOT }), KEPT), []);
});

test('what lives as long as the service remembers so much at most, and it is known why', () => {
  const found = namesIn(globSync(LASTING, { cwd: ROOT }), FIELD);
  assert.deepEqual(
    found.filter((each) => !(each in BOUNDED)),
    [],
    'make it a RecentMap, or say here what bounds it',
  );
});
