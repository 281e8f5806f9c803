import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFolderCircles } from '../../scripts/structure/find-folder-circles.ts';
import { sourceTree } from '../support/source/source-tree.ts';

test('folders that import each other are found, with both imports, also child and parent', async () => {
  const between = sourceTree({
    'src/one/a.ts': ['../two/a.ts'],
    'src/two/a.ts': [],
    'src/two/b.ts': ['../one/b.ts'],
    'src/one/b.ts': [],
  });
  assert.deepEqual((await findFolderCircles(between)).sort(), [
    'src/one/a.ts imports src/two/a.ts (back by src/two → src/one)',
    'src/two/b.ts imports src/one/b.ts (back by src/one → src/two)',
  ]);
  const within = sourceTree({
    'src/one/a.ts': ['./inner/a.ts'],
    'src/one/inner/a.ts': [],
    'src/one/inner/b.ts': ['../b.ts'],
    'src/one/b.ts': [],
  });
  assert.equal((await findFolderCircles(within)).length, 2);
});

test('a circle of three folders is found from each of them', async () => {
  const tree = sourceTree({
    'src/one/a.ts': ['../two/b.ts'],
    'src/two/a.ts': ['../three/b.ts'],
    'src/three/a.ts': ['../one/b.ts'],
    'src/one/b.ts': [],
    'src/two/b.ts': [],
    'src/three/b.ts': [],
  });
  assert.equal((await findFolderCircles(tree)).length, 3);
});

test('files of one folder, and folders that import in one direction, make none', async () => {
  const tree = sourceTree({
    'src/one/a.ts': ['./b.ts', '../two/a.ts'],
    'src/one/b.ts': ['./a.ts', '../three/a.ts'],
    'src/two/a.ts': ['../three/a.ts'],
    'src/three/a.ts': [],
  });
  assert.deepEqual(await findFolderCircles(tree), []);
});
