import assert from 'node:assert/strict';
import type { DestinationCheck } from './destination-check.ts';

/** The people, groups and projects of the site around the target. */
export const directoryChecks: DestinationCheck[] = [
  {
    name: 'people are known by their ids, those that nobody knows left out, however many are asked for',
    run: async ({ target, known }) => {
      assert.deepEqual(await target.people([]), []);
      const asked = [
        ...Array.from({ length: 120 }, (_none, at) => `nobody-${at}`),
        known.person.accountId,
        known.hidden.accountId,
        known.person.accountId,
      ];
      const people = new Map(
        (await target.people(asked)).map((person) => [person.accountId, person]),
      );
      assert.deepEqual(
        [...people.keys()].sort(),
        [known.person.accountId, known.hidden.accountId].sort(),
      );
      assert.deepEqual(
        [
          people.get(known.person.accountId)!.email,
          people.get(known.person.accountId)!.active,
          people.get(known.hidden.accountId)!.email,
        ],
        [known.person.email, true, null],
      );
    },
  },
  {
    name: 'a person is found by a visible email, whatever its case, and only by the whole of it',
    run: async ({ target, known }) => {
      assert.equal(
        (await target.personByEmail(known.person.email.toUpperCase()))?.accountId,
        known.person.accountId,
      );
      assert.equal(await target.personByEmail(known.person.email.slice(0, -1)), null);
      assert.equal(await target.personByEmail(known.hidden.email), null);
      assert.equal(await target.personByEmail('nobody@nowhere.invalid'), null);
    },
  },
  {
    name: 'groups and projects are listed by name and key, each once',
    run: async ({ target, known }) => {
      for (const [{ names, complete }, one] of [
        [await target.groups(), known.group],
        [await target.projects(), known.project],
      ] as const) {
        assert.ok(complete);
        assert.ok(names.includes(one));
        assert.equal(new Set(names).size, names.length);
      }
    },
  },
];
