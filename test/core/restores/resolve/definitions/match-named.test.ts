import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
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
