import type { Round } from '../../core/kernel/loops/work-through.ts';

/** What the operator's ring seals beside the keys of tenants, and what is rotated with them. */
export interface RingSealed {
  /** The ids of the keys that seal them, each once. */
  keyIds(): Promise<string[]>;
  /** How many there are, and how many the ring's active key does not seal yet. */
  state(): Promise<{ total: number; left: number }>;
  /** Seals those again that another key of the ring seals. Repeatable, by several replicas. */
  rewrapAll(): Promise<Round>;
}
