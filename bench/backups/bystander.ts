const PAUSE_MS = 300;

/** Somebody who works on a Data Center: calls one after the other, with a pause. */
export class Bystander {
  readonly #url: string;

  constructor(siteUrl: string) {
    this.#url = `${siteUrl}/rest/api/2/myself`;
  }

  /** How long calls take on average until `end` has come. @throws Error where one is refused */
  async watch(end: Promise<unknown>): Promise<{ meanMs: number; calls: number }> {
    let isOver = false;
    const ended = end.finally(() => {
      isOver = true;
    });
    ended.catch(() => undefined);
    const took: number[] = [];
    while (!isOver) {
      took.push(await this.#call());
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, PAUSE_MS))]);
    }
    await ended;
    return { meanMs: took.reduce((sum, ms) => sum + ms, 0) / took.length, calls: took.length };
  }

  async #call(): Promise<number> {
    const from = performance.now();
    const answer = await fetch(this.#url, { headers: { authorization: 'Bearer user-token' } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`The site answers ${answer.status}.`);
    return performance.now() - from;
  }
}
