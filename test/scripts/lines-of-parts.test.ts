import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOfParts } from '../../scripts/demo/lines-of-parts.ts';

const HELD = {
  'Issues with objects': '60',
  'Objects with comments': '12',
  'Objects with attachments': '9',
  Avatars: '0',
};
const CHECKED = { 'Issues compared': '60', 'Issues that lead to the right objects': '40' };

test('each part has its line, with the figures of the backup and of the check', () => {
  const lines = linesOfParts({ held: HELD, checked: CHECKED, notes: ['20 issues are missing.'] });
  const textOf = (name: string) => lines.find(({ part }) => part === name)?.text;
  assert.equal(textOf('Comments'), '12 objects have theirs again: none is missing');
  assert.equal(textOf('Attachments'), '9 objects have theirs again: none is missing');
  assert.equal(textOf('Objects in issues'), '60 issues, of which 40 lead to the restored objects');
  assert.equal(textOf('Avatars'), 'none in this schema');
  assert.equal(textOf('History'), 'none in this schema');
  assert.equal(textOf('Note'), '20 issues are missing.');
});
