import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  matchDefinition,
  matchNamed,
  type Named,
} from '../../../../../src/core/restores/resolve/definitions/match-named.ts';

const named = (id: string, category: number, schemaId?: string): Named & { id: string } => ({
  id,
  name: 'Active',
  ...(schemaId ? { schemaId } : {}),
  category,
});

test("a status is found by name: the schema's own first, a global one only of the same category, unless the wanted one is global itself", () => {
  const [own, global, other, foreign] = [
    named('1', 1, 's'),
    named('2', 1),
    named('3', 2),
    named('4', 1, 'another'),
  ];
  assert.equal(matchNamed(named('w', 1, 'old'), [other, global, own, foreign], 's'), own);
  assert.equal(matchNamed(named('w', 1, 'old'), [other, global, foreign], 's'), global);
  assert.equal(matchNamed(named('w', 1, 'old'), [other, foreign], 's'), undefined);
  assert.equal(matchNamed(named('w', 1), [other, foreign], undefined), other);
  assert.equal(
    matchNamed(named('w', 2, 'old'), [own], 's'),
    own,
    'a second one of the name cannot be made in the schema',
  );
  assert.equal(matchNamed({ ...named('w', 1), name: 'active' }, [global], 's'), undefined);
});

test('in the very schema that was backed up, a status is the same one under another name', () => {
  const renamed = { ...named('1', 1, 's'), name: 'In use' };
  const namesake = named('2', 1, 's');
  const wanted = named('1', 1, 's');
  const found = (isSameSchema: boolean) =>
    matchDefinition(wanted, [namesake, renamed], { schemaId: 's', isSameSchema });
  assert.equal(found(true), renamed);
  assert.equal(found(false), namesake, 'the same id is another status elsewhere');
  const gone = matchDefinition(wanted, [namesake], { schemaId: 's', isSameSchema: true });
  assert.equal(gone, namesake);
});
