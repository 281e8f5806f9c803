/** By which host the pages are asked for. */
export type Door = 'connect' | 'forge';

/** What Forge's bridge carries back. */
interface Carried {
  success: boolean;
  error?: { status: number; body: { message: string } };
  payload?: { body: { status: number; html: string; headers: Record<string, string> } };
}

/**
 * An administrator at the pretend site, without a browser: opens pages by signed address and sends
 * what their forms send.
 */
export class AdminSession {
  readonly #site: string;
  readonly #app: string;
  readonly #account: string;
  readonly #door: Door;

  constructor(
    siteUrl: string,
    appUrl: string,
    account = 'admin@example.com',
    door: Door = 'connect',
  ) {
    this.#site = siteUrl;
    this.#app = appUrl;
    this.#account = account;
    this.#door = door;
  }

  /** A page of the app, as Jira opens it in its iframe. */
  async page(path: string): Promise<{ status: number; html: string }> {
    // Forge serves the page itself: what is asked for first is its content.
    if (this.#door === 'forge') return this.#invoke('GET', path.replace('/pages/', '/app/'));
    const { url } = await this.#control<{ url: string }>('page-url', {
      accountId: this.#account,
      path,
    });
    const answer = await fetch(url);
    return { status: answer.status, html: await answer.text() };
  }

  /** A fragment, as a click in the page asks for it. */
  get(path: string): Promise<{ status: number; html: string; events: Record<string, unknown> }> {
    return this.#send('GET', path);
  }

  /** A form of the page, sent. */
  post(
    path: string,
    form: Record<string, string> = {},
  ): Promise<{ status: number; html: string; events: Record<string, unknown> }> {
    return this.#send('POST', path, form);
  }

  async #send(method: string, path: string, form?: Record<string, string>) {
    if (this.#door === 'forge') return this.#invoke(method, path, form);
    const { token } = await this.#control<{ token: string }>('context-token', {
      accountId: this.#account,
    });
    const answer = await fetch(`${this.#app}${path}`, {
      method,
      headers: { authorization: `JWT ${token}`, 'hx-request': 'true' },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    return {
      status: answer.status,
      html: await answer.text(),
      events: JSON.parse(answer.headers.get('hx-trigger') ?? '{}') as Record<string, unknown>,
    };
  }

  async #invoke(method: string, path: string, form?: Record<string, string>) {
    const body = form && { form: new URLSearchParams(form).toString() };
    const call = { path: `/forge${path}`, method, body, invokeType: 'ui-remote-fetch' };
    const carried = await this.#control<Carried>('forge/invoke', { account: this.#account, call });
    if (!carried.payload) {
      const { status, body } = carried.error ?? { status: 0, body: { message: 'No answer.' } };
      return { status, html: body.message, events: {} };
    }
    const { status, html, headers } = carried.payload.body;
    const events = JSON.parse(headers['hx-trigger'] ?? '{}') as Record<string, unknown>;
    return { status, html, events };
  }

  async #control<T>(what: string, body: object): Promise<T> {
    const answer = await fetch(`${this.#site}/_simulator/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The pretend site refused ${what}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

/**
 * Asks again every 200 ms until the answer is there.
 * @throws Error when it is not after `withinMs`
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 120_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`This didn't happen in time: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
