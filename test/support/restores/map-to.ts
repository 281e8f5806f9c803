import {
  CHOICE_KINDS,
  type Choice,
  type ChoiceKind,
} from '../../../src/core/restores/restore-input.ts';

/** Choices to map things to others, by kind and id. */
export function mapTo(byKind: Partial<Record<ChoiceKind, Record<string, string>>>): Choice[] {
  return CHOICE_KINDS.flatMap((kind) =>
    Object.entries(byKind[kind] ?? {}).map(([id, to]): Choice => ({ kind, id, rule: 'map', to })),
  );
}
