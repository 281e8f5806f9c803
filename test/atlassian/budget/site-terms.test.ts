import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateBudget } from '../../../src/atlassian/budget/rate-budget.ts';
import { FREE_TERMS, type SiteTerms } from '../../../src/atlassian/budget/site-terms.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';

const ALONE_MS = 200;
const MINUTE_MS = 60_000;
const WORKERS = 16;
const SHARED: SiteTerms = { maxInFlight: 12, callsPerMinute: null, isShared: true };

const run = (caller: object, variant = 'GET x') => ({
  caller,
  page: false,
  key: 'k',
  endpoint: 'GET x',
  variant,
});
const page = () => ({ caller: {}, page: true, key: 'k', endpoint: 'GET x' });

/** A site whose answers take so many times as long as alone, by how many calls it answers. */
class SharedSite {
  readonly #clock: SteppingClock;
  readonly #slowness: (inFlight: number) => number;
  #inFlight = 0;
  answered = 0;
  peak = 0;

  constructor(clock: SteppingClock, slowness: (inFlight: number) => number) {
    this.#clock = clock;
    this.#slowness = slowness;
  }

  /** How long it took, ms. */
  async call(aloneMs = ALONE_MS): Promise<number> {
    this.#inFlight += 1;
    this.peak = Math.max(this.peak, this.#inFlight);
    const ms = aloneMs * this.#slowness(this.#inFlight);
    await this.#clock.sleep(ms);
    this.#inFlight -= 1;
    this.answered += 1;
    return ms;
  }
}

/** Somebody who works on the site: by how much longer than alone each of their calls takes. */
async function bystander(site: SharedSite, clock: SteppingClock, ratios: number[]): Promise<void> {
  for (let look = 0; ; look += 1) {
    ratios.push((await site.call()) / ALONE_MS);
    await clock.sleep(1_000 + ((look * 617) % 1_300));
  }
}

async function work(budget: RateBudget, site: SharedSite, aloneMs: number): Promise<void> {
  for (;;) {
    const leave = await budget.enter(run({}, `GET x (${aloneMs})`));
    await site.call(aloneMs);
    leave();
  }
}

const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

async function share(
  slowness: (inFlight: number) => number,
  { kinds = [ALONE_MS], minutes = 10 } = {},
): Promise<{ felt: number; answered: number; peak: number }> {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock, SHARED);
  const site = new SharedSite(clock, slowness);
  const ratios: number[] = [];
  for (let worker = 0; worker < WORKERS; worker += 1)
    void work(budget, site, kinds[worker % kinds.length] ?? ALONE_MS);
  void bystander(site, clock, ratios);
  await clock.step(minutes * MINUTE_MS);
  return { felt: mean(ratios), answered: site.answered, peak: site.peak };
}

/** How many calls one after the other would be answered in that time. */
const ONE_BY_ONE = (10 * MINUTE_MS) / ALONE_MS;

const SITES: [string, (inFlight: number) => number, number][] = [
  ['is at ease with four calls', (inFlight) => Math.max(1, inFlight / 4), 2],
  ['is at ease with one call', (inFlight) => inFlight, 0.15],
  ['gets slower by 4 % with each call', (inFlight) => 1 + 0.04 * (inFlight - 1), 2],
  ['gets slower by a quarter with each call', (inFlight) => 1 + 0.25 * (inFlight - 1), 0.3],
];
for (const [what, slowness, pace] of SITES)
  test(`on a site that ${what} nobody waits for more than 1.2 times as long, and the run goes on`, async () => {
    const { felt, answered } = await share(slowness);
    assert.ok(felt <= 1.2, `${felt} times as long`);
    assert.ok(answered >= pace * ONE_BY_ONE, `${answered} calls`);
  });

test('a site that does not slow down is given as many calls as its terms say', async () => {
  const { answered, peak } = await share(() => 1);
  assert.equal(peak, SHARED.maxInFlight + 1, 'and the one of the bystander');
  assert.ok(answered >= 9 * ONE_BY_ONE, `${answered} calls`);
});

test('calls that take longer by themselves are no reason to slow down', async () => {
  const { peak } = await share(() => 1, { kinds: [50, 2_000] });
  assert.equal(peak, SHARED.maxInFlight + 1);
});

test('answers that take a few milliseconds more are felt by nobody', async () => {
  const { peak } = await share((inFlight) => 1 + inFlight * 0.02, { kinds: [20], minutes: 1 });
  assert.equal(peak, SHARED.maxInFlight + 1);
});

test('a site that is at ease again is given more calls', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock, SHARED);
  let atEase = 2;
  const site = new SharedSite(clock, (inFlight) => Math.max(1, inFlight / atEase));
  for (let worker = 0; worker < WORKERS; worker += 1) void work(budget, site, ALONE_MS);
  await clock.step(10 * MINUTE_MS);
  assert.ok(site.peak <= 4, `${site.peak} at once`);
  atEase = 20;
  await clock.step(10 * MINUTE_MS);
  assert.ok(site.peak >= 8, `${site.peak} at once`);
});

test('a ceiling is held, pages counted, which wait for nothing themselves', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock, { ...FREE_TERMS, callsPerMinute: 120 });
  const site = new SharedSite(clock, () => 1);
  for (let worker = 0; worker < WORKERS; worker += 1) void work(budget, site, 50);
  await clock.step(5 * MINUTE_MS);
  assert.ok(site.answered >= 595 && site.answered <= 603, `${site.answered} calls`);
  const before = site.answered;
  for (let look = 0; look < 60; look += 1) {
    (await budget.enter(page()))();
    await clock.step(1_000);
  }
  assert.ok(site.answered - before >= 57 && site.answered - before <= 63);
});

test('waiting for the ceiling is not told as a limit of the site', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock, { ...FREE_TERMS, callsPerMinute: 6 });
  const waits: number[] = [];
  (await budget.enter(run({})))();
  let entered = false;
  void budget.enter(run({}), { onWait: (until) => waits.push(until) }).then(() => {
    entered = true;
  });
  await clock.step(9_000);
  assert.ok(!entered);
  await clock.step(2_000);
  assert.ok(entered);
  assert.deepEqual(waits, []);
});

test('where nothing is left of a quota, no call is made until there is', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const leave = await budget.enter(run({}));
  leave({ quota: { left: 0, waitMs: 20_000, perMinute: 30 } });
  assert.equal(budget.perMinute('GET x'), 30);
  let entered = false;
  void budget.enter(run({})).then(() => {
    entered = true;
  });
  await clock.step(19_000);
  assert.ok(!entered);
  await clock.step(2_000);
  assert.ok(entered);
});

test('what the way to the site takes is none of its doing', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock, SHARED);
  let [inFlight, peak] = [0, 0];
  const carry = async (): Promise<void> => {
    for (;;) {
      const leave = await budget.enter(run({}));
      inFlight += 1;
      peak = Math.max(peak, inFlight);
      await clock.sleep(100 * inFlight);
      inFlight -= 1;
      leave({ siteMs: ALONE_MS });
    }
  };
  for (let worker = 0; worker < WORKERS; worker += 1) void carry();
  await clock.step(10 * MINUTE_MS);
  assert.equal(peak, SHARED.maxInFlight);
});
