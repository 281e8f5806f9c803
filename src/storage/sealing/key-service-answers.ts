import type { Clock } from '../../core/kernel/time/clock.ts';
import { ProductError } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import type { SetKeyService } from './tenant-key-documents.ts';

/** Opens a data key that a key service wraps. @throws Unavailable, Damaged */
export type OpenWithService = (
  tenantId: TenantId,
  keeper: SetKeyService,
  secretKey: Buffer,
) => Promise<Buffer>;

/** What a key service answered, or is answering. */
interface Asked {
  key: Promise<Buffer>;
  untilMs: number;
}

const MAX_REMEMBERED = 10_000;
const OPENED_MS = 60_000;
/** A key service that doesn't open the key is asked again so much later. */
const REFUSED_MS = 10_000;

/** The data keys that key services open: asked for once, whoever asks, and kept for a while. */
export class KeyServiceAnswers {
  readonly #open: OpenWithService;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #asked = new RecentMap<TenantId, Asked>(MAX_REMEMBERED);

  constructor(open: OpenWithService, clock: Pick<Clock, 'monotonicMs'>) {
    this.#open = open;
    this.#clock = clock;
  }

  /** @throws as `OpenWithService` */
  ask(id: TenantId, keeper: SetKeyService, secretKey: Buffer): Promise<Buffer> {
    const before = this.#asked.get(id);
    if (before && this.#clock.monotonicMs() < before.untilMs) return before.key;
    const asked: Asked = { key: this.#open(id, keeper, secretKey), untilMs: Infinity };
    this.#asked.set(id, asked);
    asked.key.then(
      () => this.#keepFor(asked, OPENED_MS),
      (error: unknown) => this.#keepFor(asked, error instanceof ProductError ? REFUSED_MS : 0),
    );
    return asked.key;
  }

  /** It is asked again for the next that is done. */
  forget(id: TenantId): void {
    this.#asked.delete(id);
  }

  #keepFor(asked: Asked, ms: number): void {
    asked.untilMs = this.#clock.monotonicMs() + ms;
  }
}
