/**
 * Two public clients of Insight's API, from PyPI, read the pretend Data Center and write to it:
 * they were made against real ones, and know nothing of this project.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { cacheFolder } from '../../../src/storage/embedded/cache-folder.ts';
import { findPython } from '../../../src/storage/embedded/find-python.ts';
import { installFromPypi } from '../../../src/storage/embedded/install-from-pypi.ts';
import { installOnce } from '../../../src/storage/embedded/install-once.ts';

const PACKAGES = ['atlassian-python-api==5.0.5', 'jira-insight==0.6.1'];
const SCRIPT = path.join(import.meta.dirname, 'witness/read-data-center.py');
const CLIENTS = cacheFolder('data-center-clients-1');

/** Undefined where it can be obtained, else why not. */
async function installClients(): Promise<string | undefined> {
  try {
    await installOnce(CLIENTS, async () => {
      await installFromPypi(CLIENTS, { python: await findPython(), packages: PACKAGES });
    });
    return undefined;
  } catch (error) {
    return `the clients can't be installed from PyPI (${(error as Error).message})`;
  }
}

const why = await installClients();
const simulator = await startSimulator({ seed: 'dc' });
const folder = mkdtempSync(path.join(tmpdir(), 'witness-'));
after(async () => {
  rmSync(folder, { recursive: true });
  await simulator.close();
});
const { site } = simulator.world;
const NOTE = path.join(folder, 'note.txt');
writeFileSync(NOTE, 'A note');

/** What the clients found of a schema. */
interface Found {
  schemas: string[];
  types: string[];
  attributes: Record<string, number>;
  objects: string[];
  bySecond: string[];
  first: string;
  values: number;
  history: number;
  comments: string[];
  attachments: string[];
  bytes: string;
  icons: number;
}

async function readByClients(schema: string): Promise<Found> {
  const python = path.join(CLIENTS, 'bin', 'python');
  const wanted = [SCRIPT, simulator.url, 'admin-token', schema, NOTE];
  const { stdout } = await promisify(execFile)(python, wanted, { maxBuffer: 8 << 20 });
  return JSON.parse(stdout) as Found;
}

for (const version of ['10.3.23', '8.20.30'] as const)
  test(
    `public clients read a Data Center of version ${version} without an error`,
    { skip: why ?? false },
    async () => {
      simulator.settings.jiraVersion = version;
      for (const schema of site.schemas.values()) {
        const found = await readByClients(schema.name);
        const types = site.typesOf(schema.id);
        const objects = types.flatMap(({ id }) =>
          site.objects.idsOfType(id).map((each) => site.objects.require(each)),
        );
        const labels = objects.map((object) => site.labelOf(object));
        assert.deepEqual(found.schemas, ['Hardware', 'Maintenance']);
        assert.deepEqual(found.types, types.map(({ name }) => name).sort());
        assert.deepEqual(
          found.attributes,
          Object.fromEntries(types.map(({ id, name }) => [name, site.attributesOf(id).length])),
        );
        assert.deepEqual(found.objects, labels.toSorted());
        const first = objects.find((object) => site.labelOf(object) === found.first)!;
        const alike = objects.filter(({ typeId }) => typeId === first.typeId);
        assert.deepEqual(found.bySecond, alike.map((object) => site.labelOf(object)).sort());
        assert.ok(found.values > 0 && found.history > 0 && found.icons > 0);
        assert.deepEqual(
          [found.comments.at(-1), found.attachments.at(-1), found.bytes],
          ['Said by a witness', 'note.txt', 'A note'],
        );
        assert.equal(site.comments.of(first.id).at(-1)?.text, 'Said by a witness');
        assert.equal(site.attachments.of(first.id).at(-1)?.content.bytes().toString(), 'A note');
      }
    },
  );
