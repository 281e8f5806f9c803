import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rewriteAql } from '../../../../src/core/assets/aql/rewrite-aql.ts';
import { fakeAqlNames } from './fake-aql-names.ts';

const { identity, restored, reversed } = fakeAqlNames;

const gap = fc.constantFrom(' ', '  ', '\n', '\t ');
const anyCase = (word: string): fc.Arbitrary<string> =>
  fc.constantFrom(word, word.toUpperCase(), word.toLowerCase());
const quoted = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(`"${text.replaceAll('"', '\\"')}"`, `'${text}'`);
const bareOrQuoted = (text: string): fc.Arbitrary<string> =>
  fc.oneof(fc.constant(text), quoted(text));
const numbers = fc.integer({ min: 1, max: 9 });

const typeIds = fc.constantFrom('43', '44').chain(bareOrQuoted);
const objectIds = numbers.map((n) => String(410 + n)).chain(bareOrQuoted);
const keys = numbers.map((n) => `OLD-${n}`).chain(bareOrQuoted);
const plain = fc
  .constantFrom('OLD-1', '43', 'OLD-', '411', 'web*', 'a b', '${x${0}}', 'Key = OLD-1')
  .chain(quoted);
const exact = fc.constantFrom('=', '==', '!=');

const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const compared = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    join(name, gap, exact, gap, value),
    join(name, exact, value),
    join(
      name,
      gap,
      anyCase('in'),
      gap,
      fc.array(value, { minLength: 1, maxLength: 4 }).map((values) => `(${values.join(' ,')})`),
    ),
    join(
      name,
      gap,
      anyCase('not'),
      gap,
      anyCase('in'),
      fc.array(value, { minLength: 1, maxLength: 4 }).map((values) => `( ${values.join(',')})`),
    ),
  );
const plainComparison = fc.oneof(
  compared(fc.constantFrom('Name', '"Serial"', '"Used by".Name'), plain),
  join(
    fc.constantFrom('Name', 'Serial'),
    gap,
    fc.constantFrom('like', 'NOT LIKE', 'startsWith', 'endswith', '<', '>='),
    gap,
    plain,
  ),
  fc.constantFrom(
    'Key is empty',
    'Owner = currentUser()',
    'Created > now("-43d")',
    'Key in (${Field${0}})',
    'object having connectedTickets(labels is empty)',
  ),
);
const mapped = fc.oneof(
  compared(anyCase('objectTypeId'), typeIds),
  compared(fc.constantFrom('objectSchemaId', '"objectSchemaId"'), bareOrQuoted('5')),
  compared(anyCase('objectId'), objectIds),
  compared(fc.constantFrom('Key', '"Used by".Key', 'objectKey', 'Model', '"Used by"'), keys),
  compared(
    fc.constantFrom('objectType'),
    fc
      .constantFrom('Server', 'Laptop', 'Web "host"')
      .chain((name) => fc.constant(`"${name.replaceAll('"', '\\"')}"`)),
  ),
  compared(fc.constantFrom('objectSchema'), fc.constantFrom('IT assets', 'People').chain(quoted)),
  join(
    fc.constant('Key'),
    gap,
    fc.constantFrom('like', 'NOT LIKE', 'startsWith'),
    gap,
    bareOrQuoted('OLD-'),
  ),
  typeIds.map((id) => `objectType in objectTypeAndChildren( ${id} )`),
);

const queryOf = (leaf: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.letrec<{ query: string }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      join(tie('query'), gap, fc.oneof(anyCase('and'), anyCase('or')), gap, tie('query')),
      join(fc.constantFrom('(', 'NOT ('), tie('query'), fc.constant(')')),
      join(
        fc.constantFrom(
          'object having inR(',
          'object NOT HAVING outboundReferences( ',
          'inboundReferences(',
        ),
        tie('query'),
        fc.constantFrom(')', ', refType IN ("Uses"))'),
      ),
    ),
  })).query;

const anyQuery = join(
  queryOf(fc.oneof(mapped, plainComparison)),
  fc.constantFrom('', ' order by Key DESC', '\n'),
);

test('where everything kept its name, a query stays the same text and is certain', () => {
  fc.assert(
    fc.property(anyQuery, (query) =>
      assert.deepEqual(rewriteAql(query, identity), { query, certain: true, notes: [] }),
    ),
    { numRuns: 1000 },
  );
});

test('a rewrite is certain, and the rewrite by the names the other way round gives the original', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const there = rewriteAql(query, restored);
      assert.deepEqual(there.notes, []);
      assert.deepEqual(rewriteAql(there.query, reversed), { query, certain: true, notes: [] });
    }),
    { numRuns: 1000 },
  );
});

test('after a rewrite nothing old is left where something new was given', () => {
  fc.assert(
    fc.property(queryOf(mapped), (query) => {
      assert.doesNotMatch(
        rewriteAql(query, restored).query,
        /OLD-|\b(?:43|44|41\d)\b|"Laptop"|"IT assets"/,
      );
    }),
    { numRuns: 1000 },
  );
});

test('values of plain attributes that look like ids and keys are not touched', () => {
  fc.assert(
    fc.property(queryOf(plainComparison), (query) =>
      assert.deepEqual(rewriteAql(query, restored), { query, certain: true, notes: [] }),
    ),
    { numRuns: 1000 },
  );
});

test('garbage is never thrown at, and what cannot be read stays', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        ...`"'\\(),.=<>!\${}~ \n`.split(''),
        ' and ',
        ' not ',
        ' in (',
        ' having ',
        'inR(',
        'Key',
        '=',
        'OLD-1',
        '43',
        'objectTypeId',
        ' order by ',
        '${a${0}}',
        'connectedTickets(',
      ),
      anyQuery,
    ),
    { maxLength: 20 },
  );
  const cut = fc
    .tuple(anyQuery, fc.nat(), fc.nat())
    .map(([query, from, size]) =>
      query.slice(from % (query.length + 1)).slice(0, size % (query.length + 1)),
    );
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((parts) => parts.join('')),
        cut,
        fc.string({ unit: 'binary', maxLength: 80 }),
      ),
      (query) => {
        const rewritten = rewriteAql(query, restored);
        assert.equal(rewritten.certain, rewritten.notes.length === 0);
        if (/cannot be read|ends too early/.test(rewritten.notes[0] ?? ''))
          assert.equal(rewritten.query, query);
      },
    ),
    { numRuns: 3000 },
  );
});
