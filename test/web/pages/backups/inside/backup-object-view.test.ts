import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectView } from '../../../../../src/core/backups/inside/backup-contents.ts';
import { backupObjectView } from '../../../../../src/web/pages/backups/inside/backup-object-view.ts';
import { objectUrl, readTrail } from '../../../../../src/web/pages/backups/inside/read-trail.ts';

const reader = { timeZone: 'Europe/Berlin', nowMs: 0 };
const object = (texts: string[]): ObjectView => ({
  id: '7',
  typeId: '5',
  typeName: 'Laptop',
  key: 'COMP-7',
  label: 'Laptop 7',
  created: '2026-11-25T01:01:00.000Z',
  updated: 'never',
  hasHistory: false,
  archiving: undefined,
  avatar: undefined,
  attachments: [],
  attributes: [
    {
      name: 'Things',
      values: [
        ...texts.map((text) => ({ text })),
        {
          text: 'Screen',
          object: { typeId: '6', id: '101', label: 'Screen', key: 'COMP-101', archived: false },
        },
      ],
    },
  ],
});

test('a reference leads on, with the way back', () => {
  const first = backupObjectView('b', object([]), [], reader);
  assert.equal(first.backUrl, undefined);
  assert.equal(first.attributes[0]?.values[0]?.url, '/app/backups/b/contents/6/101?trail=5.7');
  const trail = readTrail('4.3~5.2');
  const later = backupObjectView('b', object([]), trail, reader);
  assert.equal(later.backUrl, '/app/backups/b/contents/5/2?trail=4.3');
  assert.match(later.attributes[0]?.values[0]?.url ?? '', /trail=4\.3~5\.2~5\.7$/);
});

test('a way is never longer than ten steps, and holds nothing but ids', () => {
  const long = Array.from({ length: 30 }, (_none, at) => `5.${at}`).join('~');
  assert.equal(readTrail(long).length, 10);
  assert.equal(readTrail(long).at(-1)?.objectId, '29');
  assert.deepEqual(readTrail('<a>.1~5~../..~5.6'), [{ typeId: '5', objectId: '6' }]);
  const url = objectUrl('b', { typeId: '5', objectId: '1' }, readTrail(long));
  assert.equal(url.split('~').length, 10);
});

test('dates of objects are in the one form of all dates, in the zone of the reader', () => {
  const view = backupObjectView(
    'b',
    object(['2026-11-25T23:30:00.000Z', '2026-11-25', 'Version 2026-11-25', '2026-99-99']),
    [],
    reader,
  );
  assert.deepEqual(
    view.attributes[0]?.values.slice(0, 4).map(({ text }) => text),
    ['26 Nov 2026, 00:30', '25 Nov 2026', 'Version 2026-11-25', '2026-99-99'],
  );
  assert.deepEqual([view.created?.text, view.updated], ['25 Nov 2026, 02:01', undefined]);
});

test('an attachment leads to its content, or says why that is not there', () => {
  const attached = {
    id: '4',
    filename: 'a.txt',
    contentType: 'text/plain',
    size: 1_500,
    author: { id: 'x', name: 'Ann' },
    created: 'never',
    comment: '',
    file: 'f',
  };
  const without = { ...attached, size: null, file: null, why: 'The site said no.' };
  const view = backupObjectView(
    'b',
    { ...object([]), attachments: [attached, without, { ...attached, size: 2_500 }] },
    [],
    reader,
  );
  assert.deepEqual(
    view.attachments.map(({ facts, url, why }) => [facts, url, why]),
    [
      ['1.5 kB, Ann', '/app/backups/b/contents/5/7/attachments/4/0', undefined],
      ['Ann', undefined, 'The site said no.'],
      ['2.5 kB, Ann', '/app/backups/b/contents/5/7/attachments/4/2', undefined],
    ],
  );
});

test('an archived object says since when it is and by whom, and its site is asked for no issues', () => {
  const archiving = {
    archivedAt: '2026-11-25T01:01:00.000Z',
    archivedBy: { id: 'JIRAUSER1', name: 'Ada' },
  };
  const { archived, issuesUrl } = backupObjectView('b', { ...object([]), archiving }, [], reader);
  assert.deepEqual([archived?.date?.text, archived?.by], ['25 Nov 2026, 02:01', 'Ada']);
  assert.equal(issuesUrl, undefined);
  const active = backupObjectView('b', object([]), [], reader);
  assert.deepEqual([active.archived, typeof active.issuesUrl], [undefined, 'string']);
});

test('an avatar is a part of the page, unless it is too large for one', () => {
  const bytes = Buffer.from('picture');
  const avatarOf = (avatar: ObjectView['avatar']) =>
    backupObjectView('b', { ...object([]), avatar }, [], reader).avatar;
  assert.deepEqual(avatarOf({ type: 'image/png', bytes }), {
    picture: 'data:image/png;base64,cGljdHVyZQ==',
  });
  assert.deepEqual(avatarOf('too large'), { why: 'In this backup, but too large to show here.' });
  assert.deepEqual(avatarOf('of another type'), {
    why: 'In this backup, but not shown: only PNG, JPEG and GIF pictures are.',
  });
  assert.equal(avatarOf(undefined), undefined);
});
