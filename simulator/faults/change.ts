import { hash } from '../kernel/random.ts';

export const CHANGED_TO = [
  'absent',
  'null',
  'text',
  'number',
  'list',
  'object',
  'empty-text',
  'twice',
  'deep',
  'value',
] as const;

/** How a member of an answer is otherwise than usual. */
export interface Change {
  /** Names from the outside in, with `*` for all members or items, `**` for any depth. */
  member: string;
  to: (typeof CHANGED_TO)[number];
  /** What stands in its place, for `value`. */
  value?: unknown;
  /** Befalls one of so many: always the same ones, by the ids around it. */
  oneOf?: number;
}

type Container = Record<string, unknown> | unknown[];

/** More levels than a reader that calls itself can go down; a writer too, so that it is a text. */
const DEEP_LEVELS = 5_000;
const DEEP_MARK = 'nested deeper than anybody writes';

/** The JSON of an answer whose members were changed. */
export const changedJson = (json: unknown): string =>
  JSON.stringify(json).replaceAll(
    JSON.stringify(DEEP_MARK),
    '['.repeat(DEEP_LEVELS) + ']'.repeat(DEEP_LEVELS),
  );

/** Changes the members in place, as far as they are there. */
export function applyChange(json: unknown, change: Change): void {
  visit(json, change.member.split('.'), '', (container, name, around) => {
    if (change.oneOf === undefined || hash(`${around} ${change.member}`) % change.oneOf === 0)
      changeMember(container, name, change);
  });
}

type Visit = (container: Container, name: string, around: string) => void;

function visit(node: unknown, [name = '', ...rest]: string[], around: string, found: Visit): void {
  if (node === null || typeof node !== 'object') return;
  const container = node as Container;
  const inside = `${around} ${idOf(container)}`;
  if (name === '**') visit(node, rest, around, found);
  for (const each of Object.keys(container).reverse()) {
    const member = (container as Record<string, unknown>)[each];
    if (name === '**') visit(member, [name, ...rest], inside, found);
    else if (name !== '*' && name !== each) continue;
    else if (rest.length > 0) visit(member, rest, inside, found);
    else found(container, each, `${inside} ${idOf(member)}`);
  }
}

function idOf(node: unknown): string {
  return node !== null && typeof node === 'object' && 'id' in node ? String(node.id) : '';
}

function changeMember(container: Container, name: string, { to, value }: Change): void {
  const members = container as Record<string, unknown>;
  const now = members[name];
  if (to === 'absent' || to === 'twice') changeCount(container, name, to);
  else members[name] = to === 'value' ? structuredClone(value) : otherForm(now, to);
}

/** Takes the member away, or puts the item of a list there twice. */
function changeCount(container: Container, name: string, to: 'absent' | 'twice'): void {
  if (Array.isArray(container)) {
    const twice = [container[Number(name)], container[Number(name)]];
    container.splice(Number(name), 1, ...(to === 'twice' ? twice : []));
  } else if (to === 'absent') Reflect.deleteProperty(container, name);
}

function otherForm(
  value: unknown,
  to: Exclude<Change['to'], 'absent' | 'twice' | 'value'>,
): unknown {
  switch (to) {
    case 'null':
      return null;
    case 'text':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'number':
      return Number.isNaN(Number(value)) ? 7 : Number(value);
    case 'list':
      return [value];
    case 'object':
      return { value };
    case 'empty-text':
      return '';
    case 'deep':
      return DEEP_MARK;
  }
}
