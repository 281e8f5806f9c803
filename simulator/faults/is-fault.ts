import { CHANGED_TO, type Change } from './change.ts';
import { LOSSES, type Fault } from './fault.ts';
import { STRANGE_ANSWER_NAMES } from './strange-answer.ts';

type Members = Record<string, unknown>;

/** What each kind has to bring besides what all of them have. */
const KINDS: Record<string, (members: Members) => boolean> = {
  ...Object.fromEntries(LOSSES.map((kind) => [kind, () => true])),
  hold: () => true,
  answer: ({ name, status }) =>
    typeof status === 'number' || STRANGE_ANSWER_NAMES.some((each) => each === name),
  'page-cap': ({ max }) => typeof max === 'number',
  'offset-end': ({ from, as }) => typeof from === 'number' && (as === 'empty' || as === 'refused'),
  endless: ({ with: how }) => how === 'the-same' || how === 'new-names',
  move: ({ count }) => typeof count === 'number',
  change: ({ changes }) => Array.isArray(changes) && changes.every(isChange),
};

/** Whether something that arrived as JSON is a fault. */
export function isFault(value: unknown): value is Fault {
  const members = (value ?? {}) as Members;
  const { path, kind, probability } = members;
  return (
    typeof path === 'string' &&
    typeof probability === 'number' &&
    Object.hasOwn(KINDS, String(kind)) &&
    (KINDS[String(kind)]?.(members) ?? false)
  );
}

function isChange(value: unknown): boolean {
  const { member, to } = (value ?? {}) as Partial<Change>;
  return typeof member === 'string' && CHANGED_TO.some((each) => each === to);
}
