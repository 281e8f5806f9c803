/** Tokens of the host while somebody sets the machine's clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from 'express';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { DAY_MS, HOUR_MS } from '../../../src/core/kernel/time/durations.ts';
import { FitReader } from '../../../src/web/identity/forge/fit-reader.ts';
import { Unauthenticated } from '../../../src/web/identity/unauthenticated.ts';
import { LeapingClock } from '../../support/clocks/leaping-clock.ts';

const APP_ID = 'app-1';
const LIFE_SECONDS = 25;
const { publicKey, privateKey } = await generateKeyPair('RS256');
const keys = JSON.stringify({
  keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }],
});
const installation = { id: 'ari:cloud:ecosystem::installation/1', contexts: [{ cloudId: 'c' }] };
const app = { installation, environment: { type: 'PRODUCTION', id: 'e' } };

/** A token of the host, whose clock stands at `nowMs`. */
const tokenAt = (nowMs: number, more: JWTPayload = {}): Promise<string> => {
  const now = Math.floor(nowMs / 1000);
  return new SignJWT({ iat: now, exp: now + LIFE_SECONDS, jti: 'j', app, ...more })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer('forge/invocation-token')
    .setAudience(`ari:cloud:ecosystem::app/${APP_ID}`)
    .sign(privateKey);
};

function reading(clock: LeapingClock) {
  const reader = new FitReader({
    appId: APP_ID,
    environments: ['production'],
    fetchKeys: async () => keys,
    clock,
  });
  return (token: string) =>
    reader.read({ headersDistinct: { authorization: [`Bearer ${token}`] } } as unknown as Request);
}

test('a token counts as long as it says, three seconds more or less, and never again', async () => {
  const clock = new LeapingClock();
  const read = reading(clock);
  const token = await tokenAt(clock.now());
  assert.equal((await read(token)).signedAt.getTime(), clock.now());
  await clock.step((LIFE_SECONDS + 2) * 1_000);
  assert.equal((await read(token)).id, 'j');
  await clock.step(2_000);
  await assert.rejects(read(token), Unauthenticated);
});

test('while the clock is wrong tokens are refused as ended or early, and believed once it is right', async () => {
  for (const leap of [HOUR_MS, 3 * DAY_MS, 400 * DAY_MS]) {
    const clock = new LeapingClock();
    const read = reading(clock);
    const hostNow = clock.now();
    const [token, begun] = [
      await tokenAt(hostNow),
      await tokenAt(hostNow, { nbf: Math.floor(hostNow / 1000) }),
    ];
    clock.leap(leap);
    await assert.rejects(read(token), {
      message: "You're not signed in to this app. Reload the page in Jira.",
    });
    clock.leap(-2 * leap);
    await assert.rejects(read(begun), Unauthenticated, 'it does not count yet');
    clock.leap(leap);
    assert.equal((await read(token)).id, 'j');
    assert.equal((await read(begun)).id, 'j');
  }
});

test('times of odd forms let nobody in', async () => {
  const clock = new LeapingClock();
  const read = reading(clock);
  const now = Math.floor(clock.now() / 1000);
  const odd: Record<string, unknown>[] = [
    { exp: String(now + 60) },
    { exp: null },
    { exp: {} },
    { iat: 'now' },
    { iat: -1 },
    { iat: 1e300 },
    { nbf: 'now' },
    { iat: now + 0.5 },
  ];
  for (const more of odd) {
    const token = await tokenAt(clock.now(), more as JWTPayload);
    await assert.rejects(read(token), Unauthenticated, JSON.stringify(more));
  }
});
