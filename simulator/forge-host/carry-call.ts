import { randomUUID } from 'node:crypto';
import type { ForgeHost } from './forge-host.ts';

/** What the bridge carries, bytes, and for how long it waits. */
const MAX_UP = 500_000;
const MAX_DOWN = 5_000_000;
const WAIT_MS = 25_000;

/** A call that a page hands to the bridge (`invokeRemote`). */
export interface CarriedCall {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  invokeType?: string;
}

/** As the bridge answers it. */
export type Carried =
  | {
      success: true;
      payload: { status: number; headers: Record<string, string[]>; body: unknown };
    }
  | { success: false; error: { status: number; body: { message: string } } };

/** Calls the remote for a person, with a token for each call: JSON both ways, and no redirects. */
export async function carryCall(
  host: ForgeHost,
  accountId: string,
  call: CarriedCall,
): Promise<Carried> {
  const { installation } = host;
  if (!installation) return refusal(404, 'The app is not installed.');
  if (installation.remoteUrl === '') return refusal(424, 'No endpoint is configured.');
  if (call.invokeType !== 'ui-remote-fetch') return refusal(400, 'No call of a remote.');
  const sent = call.body === undefined ? undefined : JSON.stringify(call.body);
  if (Buffer.byteLength(sent ?? '') > MAX_UP) return refusal(413, 'The request is too large.');
  try {
    const answer = await fetch(`${installation.remoteUrl}${call.path}`, {
      method: call.method ?? 'GET',
      redirect: 'manual',
      signal: AbortSignal.timeout(WAIT_MS),
      ...(sent === undefined ? {} : { body: sent }),
      headers: {
        ...call.headers,
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        authorization: `Bearer ${host.fit(installation, { accountId })}`,
        'x-forge-oauth-user': host.userToken(accountId),
        'x-forge-oauth-system': host.systemToken(),
        'x-b3-traceid': randomUUID().replaceAll('-', ''),
      },
    });
    return await readAnswer(answer);
  } catch (error) {
    return refusal(502, (error as Error).message);
  }
}

async function readAnswer(answer: Response): Promise<Carried> {
  if (answer.status >= 300 && answer.status < 400)
    return refusal(502, 'Redirects are not followed.');
  if (answer.status === 401) return refusal(401, 'The remote refused the invocation token.');
  const text = await answer.text();
  if (Buffer.byteLength(text) > MAX_DOWN) return refusal(502, 'The response is too large.');
  const named: Record<string, string[]> = {};
  answer.headers.forEach((value, name) => {
    if (name !== 'set-cookie') named[name] = [value];
  });
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { success: true, payload: { status: answer.status, headers: named, body } };
}

const refusal = (status: number, message: string): Carried => ({
  success: false,
  error: { status, body: { message } },
});
