import { Conflict, NotFound } from '../../../src/core/kernel/errors.ts';
import type { Site, SiteStore } from '../../../src/core/sites/site.ts';

/** Target instances with their tokens, kept in memory. */
export class MemoryTargets implements Pick<
  SiteStore,
  'get' | 'targets' | 'save' | 'token' | 'remove'
> {
  readonly stored: { target: Site; token: string }[] = [];
  readonly #of = (tenant: string, id: string) =>
    this.stored.find(({ target }) => target.tenantId === tenant && target.id === id);

  async targets(tenant: string) {
    return this.stored
      .filter(({ target }) => target.tenantId === tenant)
      .map(({ target }) => target);
  }
  async get(tenant: string, id: string) {
    const found = this.#of(tenant, id);
    if (!found) throw new NotFound();
    return found.target;
  }
  async token(tenant: string, id: string) {
    return this.#of(tenant, id)?.token ?? null;
  }
  async remove(tenant: string, id: string) {
    this.stored.splice(
      this.stored.findIndex(({ target }) => target.tenantId === tenant && target.id === id),
      1,
    );
  }
  async save(target: Site, token: string | undefined) {
    const current = this.#of(target.tenantId, target.id);
    if ((current?.target.revision ?? 0) !== target.revision)
      throw new Conflict('target-changed', 'changed');
    const after = { ...target, revision: target.revision + 1 };
    if (current) Object.assign(current, { target: after, token: token ?? current.token });
    else this.stored.push({ target: after, token: token! });
    return after;
  }
}
