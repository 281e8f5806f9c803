import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PagePlan, type PageRequest } from '../../../../src/core/assets/paging/page-plan.ts';

/**
 * Plays a list of `length` items through a plan; the site gives at most `cap` items a page; pages
 * arrive in the order that `pick` says.
 */
function play(
  length: number,
  options: {
    limit: number;
    expected: number;
    cap: number;
    pick: (count: number) => number;
    from?: number;
    /** What the site says of a page: whether it is the last. */
    says?: (offset: number, count: number) => boolean;
  },
) {
  const says = options.says ?? ((offset, count) => offset + count >= length);
  const plan = new PagePlan(options);
  const inFlight: PageRequest[] = [];
  const seen = new Set<number>();
  let calls = 0;
  for (;;) {
    while (inFlight.length < 8) {
      const request = plan.next();
      if (!request) break;
      inFlight.push(request);
    }
    if (inFlight.length === 0) return { seen, calls, contiguous: plan.contiguous };
    const [request] = inFlight.splice(options.pick(inFlight.length), 1);
    calls += 1;
    assert.ok(calls < 10_000, 'the plan must come to an end');
    const count = Math.max(0, Math.min(request!.limit, options.cap, length - request!.offset));
    for (let at = 0; at < count; at += 1) seen.add(request!.offset + at);
    plan.arrived(request!, { count, last: says(request!.offset, count) });
  }
}

test('every item is read, whatever the guess, the cap of the site and the order of arrival', () => {
  fc.assert(
    fc.property(
      fc.nat(300),
      fc.record({
        limit: fc.integer({ min: 1, max: 50 }),
        expected: fc.nat(400),
        cap: fc.integer({ min: 1, max: 60 }),
      }),
      fc.infiniteStream(fc.nat(1000)),
      (length, pages, stream) => {
        const numbers = stream[Symbol.iterator]();
        const { seen } = play(length, {
          ...pages,
          pick: (count) => numbers.next().value! % count,
        });
        assert.equal(seen.size, length);
      },
    ),
  );
});

test('what is below the contiguous mark was read', () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.integer({ min: 1, max: 20 }),
      fc.infiniteStream(fc.nat(1000)),
      (length, limit, stream) => {
        const numbers = stream[Symbol.iterator]();
        const { contiguous } = play(length, {
          limit,
          expected: length,
          cap: 1000,
          pick: (count) => numbers.next().value! % count,
        });
        assert.ok(contiguous >= length);
      },
    ),
  );
});

test('a right guess costs no call more than the pages there are, but for a full last page', () => {
  assert.equal(play(1234, { limit: 500, expected: 1234, cap: 1000, pick: () => 0 }).calls, 3);
  assert.equal(play(0, { limit: 500, expected: 0, cap: 1000, pick: () => 0 }).calls, 1);
});

test('a page in two halves covers the same items', () => {
  const plan = new PagePlan({ limit: 10, expected: 10 });
  const page = plan.next()!;
  plan.halve(page);
  assert.deepEqual(
    [plan.next(), plan.next()],
    [
      { offset: 0, limit: 5 },
      { offset: 5, limit: 5 },
    ],
  );
});

test('a site that calls every page the last one, and gives few at once, is read to the end that it counts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 60 }),
      (length, cap) => {
        const { seen } = play(length, {
          limit: 50,
          expected: length,
          cap,
          pick: () => 0,
          says: () => true,
        });
        assert.equal(seen.size, length);
      },
    ),
  );
});

test('a plan knows that fewer came than are counted', () => {
  const plan = new PagePlan({ limit: 10, expected: 25 });
  for (let request = plan.next(); request; request = plan.next())
    plan.arrived(request, { count: request.offset < 20 ? 10 : 0, last: request.offset >= 10 });
  assert.equal(plan.contiguous, 20);
  assert.equal(plan.isShort, true);
});

test('what is missing is asked for again, and what came after it is not', () => {
  const plan = new PagePlan({ limit: 10, expected: 45 });
  const asked: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    if (round === 1) plan.askAgain();
    for (let request = plan.next(); request; request = plan.next()) {
      asked.push(request.offset);
      const isOdd = round === 0 && request.offset === 20;
      const count = isOdd ? 0 : Math.min(10, 45 - request.offset);
      plan.arrived(request, { count, last: isOdd || request.offset >= 40 });
    }
  }
  assert.deepEqual(asked, [0, 10, 20, 20, 30, 40]);
  assert.equal(plan.isShort, false);
});
