import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  findCircles,
  type UniqueWish,
} from '../../../../../src/core/restores/write/unique/find-circles.ts';
import { WishOrder } from '../../../../../src/core/restores/write/unique/wish-order.ts';

const wishesOf = (has: readonly string[], wants: readonly string[]): UniqueWish[] =>
  has.map((current, node) => ({
    node,
    attribute: '1',
    current: [current],
    wanted: [wants[node] ?? ''],
  }));

/** A site where each object has one unique value; who tries to get which is counted. */
class Site {
  readonly values: string[];
  calls = 0;

  constructor(values: readonly string[], strangers: readonly string[]) {
    this.values = [...values, ...strangers];
  }

  put(node: number, value: string): boolean {
    this.calls += 1;
    if (this.values.some((each, at) => each === value && at !== node)) return false;
    this.values[node] = value;
    return true;
  }
}

/** As the updater does it, one after the other. */
function work(wishes: readonly UniqueWish[], site: Site): WishOrder {
  const order = new WishOrder(wishes);
  const wantedOf = new Map(wishes.map(({ node, wanted }) => [node, wanted[0] ?? '']));
  const tryReady = (): void => {
    for (let node = order.take(); node !== undefined; node = order.take())
      order.settle(node, site.put(node, wantedOf.get(node)!) ? [] : ['1']);
  };
  const parked = new Set<UniqueWish>();
  for (;;) {
    tryReady();
    while (order.isInDoubt) {
      order.tryDoubtful();
      tryReady();
    }
    const circles = findCircles(order.wishes.filter((wish) => !parked.has(wish)));
    if (circles.length === 0) return order;
    for (const wish of circles) {
      parked.add(wish);
      site.put(wish.node, `parked-${wish.node}`);
      order.free(wish);
    }
  }
}

test('a chain takes one call an object, the holder of a wanted value first', () => {
  const has = Array.from({ length: 300 }, (_none, at) => `v${at}`);
  const wants = [...has.slice(1), 'free'];
  const site = new Site(has, []);
  assert.deepEqual(work(wishesOf(has, wants), site).wishes, []);
  assert.deepEqual(site.values, wants);
  assert.equal(site.calls, 300);
});

test('whatever moved where, each gets its value unless a stranger keeps it, in few calls', () => {
  const moves = fc.integer({ min: 1, max: 12 }).chain((size) =>
    fc.tuple(
      fc.constant(size),
      fc.shuffledSubarray(
        Array.from({ length: 2 * size }, (_none, at) => `v${at}`),
        { minLength: size, maxLength: size },
      ),
      fc.uniqueArray(fc.integer({ min: size, max: 2 * size }), { maxLength: 3 }),
    ),
  );
  fc.assert(
    fc.property(moves, ([size, wants, taken]) => {
      const has = Array.from({ length: size }, (_none, at) => `v${at}`);
      const strangers = taken.map((at) => `v${at}`);
      const site = new Site(has, strangers);
      const left = work(wishesOf(has, wants), site).wishes.map(({ node }) => node);
      const isBlocked = (value: string): boolean => {
        const holder = has.indexOf(value);
        return strangers.includes(value) || (left.includes(holder) && value !== wants[holder]);
      };
      wants.forEach((wanted, node) => {
        if (left.includes(node)) assert.ok(isBlocked(wanted), `${wanted} is free`);
        else assert.equal(site.values[node], wanted);
      });
      assert.ok(site.calls <= 4 * size, `${site.calls} calls for ${size}`);
    }),
  );
});

test('what will come next is told, as if the site took everything', () => {
  const order = new WishOrder(wishesOf(['a', 'b', 'c', 'd'], ['b', 'c', 'free', 'taken']));
  assert.deepEqual(order.peek(10), [2, 3, 1, 0]);
  assert.deepEqual(order.peek(2), [2, 3]);
  assert.equal(order.take(), 2);
  assert.deepEqual(order.peek(10), [3, 1, 0]);
});

test('an object that is given up keeps what it has', () => {
  const order = new WishOrder(wishesOf(['a', 'b'], ['b', 'free']));
  assert.equal(order.take(), 1);
  order.giveUp(1);
  assert.equal(order.take(), undefined);
  assert.equal(order.isInDoubt, false);
});
