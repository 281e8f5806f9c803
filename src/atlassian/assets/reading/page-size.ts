import { Refused } from '../../../core/kernel/errors.ts';

/** No site gives fewer objects at once: a refusal of such a page is not about its size. */
const SMALLEST_PAGE = 25;

/** How large a page of objects may be: sites give fewer than requested, or refuse. */
export class PageSize {
  #most = Infinity;

  /** A page that begins anywhere: as large as the site is known to give. */
  within(limit: number): number {
    return Math.min(limit, this.#most);
  }

  /**
   * A page that begins a list. If it is refused, smaller sizes are tried, and the size that the
   * site accepts is remembered. @throws what `ask` throws for the first size
   */
  async find<T>(limit: number, ask: (limit: number) => Promise<T>): Promise<T> {
    const wanted = this.within(limit);
    try {
      return await ask(wanted);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const found = await this.#findSmaller(wanted, ask);
      if (!found) throw error;
      return found.answer;
    }
  }

  async #findSmaller<T>(
    refused: number,
    ask: (limit: number) => Promise<T>,
  ): Promise<{ answer: T } | undefined> {
    for (let limit = refused; limit > SMALLEST_PAGE;) {
      limit = Math.max(SMALLEST_PAGE, Math.ceil(limit / 2));
      try {
        const answer = await ask(limit);
        this.#most = Math.min(this.#most, limit);
        return { answer };
      } catch (error) {
        if (!isRefused(error)) throw error;
      }
    }
    return undefined;
  }
}

const isRefused = (error: unknown): boolean =>
  error instanceof Refused && error.code === 'site-refused';
