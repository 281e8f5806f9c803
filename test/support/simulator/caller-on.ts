import type { Simulator } from '../../../simulator/start-simulator.ts';

export interface Answered {
  status: number;
  json: any;
}

/**
 * Calls a pretend site as an account; a path that does not begin with /rest or /_simulator is one
 * of Assets.
 */
export function callerOn(
  simulator: Simulator,
  account = 'admin',
  workspaceId = simulator.workspaceId,
) {
  const authorization = `Basic ${Buffer.from(`${account}@example.com:${account}-token`).toString('base64')}`;
  return async (method: string, path: string, body?: object): Promise<Answered> => {
    const url = /^\/(rest|_simulator)\//.test(path)
      ? `${simulator.url}${path}`
      : `${simulator.url}/jsm/assets/workspace/${workspaceId}/v1${path}`;
    const answer = await fetch(url, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined,
    };
  };
}
