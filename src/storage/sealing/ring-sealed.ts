import { ProductError } from '../../core/kernel/errors.ts';
import type { Round } from '../../core/kernel/loops/work-through.ts';

/** Of what a key seals, so much is tried at most before the key counts as a different one. */
export const TRIED_AT_MOST = 20;

/** What the operator's ring seals beside the keys of tenants, and what is rotated with them. */
export interface RingSealed {
  /** The ids of the keys that seal them, each once. */
  keyIds(): Promise<string[]>;
  /** Whether the ring opens some of what this key seals; undefined where there is nothing. */
  opensAny(keyId: string): Promise<boolean | undefined>;
  /** How many there are, and how many the ring's active key does not seal yet. */
  state(): Promise<{ total: number; left: number }>;
  /** Seals those again that another key of the ring seals. Repeatable, by several replicas. */
  rewrapAll(): Promise<Round>;
}

/** Whether one of these opens: one that was damaged says nothing about its key. */
export const opensOneOf = <Sealed>(
  sealed: readonly Sealed[],
  open: (one: Sealed) => unknown,
): boolean | undefined =>
  sealed.length === 0 ? undefined : sealed.some((one) => doesOpen(() => open(one)));

function doesOpen(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch (error) {
    if (error instanceof ProductError) return false;
    throw error;
  }
}
