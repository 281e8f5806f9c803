/**
 * An administrator at the pretend site, without a browser: opens pages by signed address and sends
 * what their forms send.
 */
export class AdminSession {
  readonly #site: string;
  readonly #app: string;
  readonly #account: string;

  constructor(siteUrl: string, appUrl: string, account = 'admin@example.com') {
    this.#site = siteUrl;
    this.#app = appUrl;
    this.#account = account;
  }

  /** A page of the app, as Jira opens it in its iframe. */
  async page(path: string): Promise<{ status: number; html: string }> {
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
