import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import type { RestorePlan } from '../../restores/plan/restore-plan.ts';
import {
  CHOICE_KINDS,
  isForGroup,
  type Choice,
  type ChoiceKind,
  type Choices,
} from '../../restores/restore-input.ts';
import { findObjects, type FoundObject } from './find-objects.ts';
import { misfits } from './misfits.ts';
import { refuseStops, type StoppablePlan } from './refuse-stops.ts';

type Plan = Pick<RestorePlan, 'unresolved'>;
type Mistakes = Map<string, string>;
/** Something of the backup, or a whole group, that is mapped to another one. */
type Mapping = Extract<Choice, { rule: 'map' | 'map-all' }>;

/** What `InvalidInput` calls the choice for one unresolved thing. */
export const choiceField = (kind: ChoiceKind, id: string): string => `${kind}:${id}`;
/** The same for the choice for a whole group. */
export const groupChoiceField = (groupId: string): string => `all:${groupId}`;

const fieldOf = (choice: Mapping): string =>
  isForGroup(choice) ? groupChoiceField(choice.id) : choiceField(choice.kind, choice.id);
const isMapping = (choice: Choice): choice is Mapping => 'to' in choice;

interface ConfirmedChoices {
  /** Those that can be made. */
  choices: Choices;
  /** What a person calls what something is mapped to, by its id. */
  names: ReadonlyMap<string, string>;
  /** Why the others can't be made, by `choiceField(…)` or `groupChoiceField(…)`. */
  mistakes: InvalidInput['fields'];
}

/**
 * Looks on the destination for whatever something was mapped to; keys of objects become their ids.
 * The site is opened only if it has to be asked.
 * @throws InvalidInput `choices` when one says stop, `choiceField(…)` for each that is mapped to
 * what does not exist or cannot stand there; what AssetsDestination throws
 */
export async function confirmChoices(
  plan: StoppablePlan,
  choices: Choices,
  openTarget: () => Promise<AssetsDestination>,
): Promise<Choices> {
  refuseStops(plan, choices);
  const { choices: confirmed, mistakes } = await confirmMappings(plan, choices, openTarget);
  refuseMistakes(mistakes);
  return confirmed;
}

/** The same, also while one says stop or can't be made. @throws what AssetsDestination throws */
export async function confirmMappings(
  plan: Plan,
  choices: Choices,
  openTarget: () => Promise<AssetsDestination>,
): Promise<ConfirmedChoices> {
  const mappings = choices.filter(isMapping);
  const users = mappings.filter(({ kind }) => kind === 'user');
  const references = mappings.filter(({ kind }) => kind === 'reference');
  const mistakes = listMistakes(plan, mappings);
  const names = new Map(
    plan.unresolved.flatMap(({ options }) => options.map(({ id, name }) => [id, name] as const)),
  );
  let objects: ReadonlyMap<string, FoundObject> = new Map();
  let accounts: ReadonlyMap<string, string> = new Map();
  if (users.length > 0 || references.length > 0) {
    const target = await openTarget();
    accounts = await findAccounts(target, users, { mistakes, names });
    objects = await findObjects(target, [...new Set(references.map(({ to }) => to))]);
    await noteReferenceMistakes({ plan, target, references, objects, mistakes });
  }
  for (const { id, key } of objects.values()) names.set(id, key);
  const meant = (choice: Choice): Choice => {
    if (!isMapping(choice)) return choice;
    const { kind, to } = choice;
    if (kind === 'reference') return { ...choice, to: objects.get(to)?.id ?? to };
    return kind === 'user' ? { ...choice, to: accounts.get(to) ?? to } : choice;
  };
  const canBeMade = (choice: Choice): boolean =>
    !isMapping(choice) || !mistakes.has(fieldOf(choice));
  return {
    choices: choices.filter(canBeMade).map(meant),
    names,
    mistakes: Object.fromEntries(mistakes),
  };
}

/** @throws InvalidInput where there are some */
export function refuseMistakes(mistakes: ConfirmedChoices['mistakes']): void {
  if (Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
}

/** Of kinds for which the plan lists what there is to choose from. */
function listMistakes({ unresolved }: Plan, mappings: readonly Mapping[]): Mistakes {
  const mistakes: Mistakes = new Map();
  for (const kind of CHOICE_KINDS) {
    const listed = unresolved.find((each) => each.kind === kind && each.options.length > 0);
    if (!listed) continue;
    const known = new Set(listed.options.map(({ id }) => id));
    for (const mapping of mappings.filter((each) => each.kind === kind))
      if (!known.has(mapping.to))
        mistakes.set(
          fieldOf(mapping),
          `"${mapping.to}" doesn't exist on the destination. Choose another one from the list.`,
        );
  }
  return mistakes;
}

/** Accounts by what was typed, which may be an email; their names are added to `names`. */
async function findAccounts(
  target: AssetsDestination,
  users: readonly Mapping[],
  { mistakes, names }: { mistakes: Mistakes; names: Map<string, string> },
): Promise<Map<string, string>> {
  const typed = [...new Set(users.map(({ to }) => to))];
  if (typed.length === 0) return new Map();
  const accounts = new Map<string, string>();
  const isEmail = (to: string): boolean => to.includes('@');
  for (const email of typed.filter(isEmail)) {
    const person = await target.personByEmail(email);
    if (person) accounts.set(email, person.accountId);
    if (person) names.set(person.accountId, person.displayName);
  }
  const ids = typed.filter((to) => !isEmail(to));
  const people = ids.length > 0 ? await target.people(ids) : [];
  for (const { accountId, displayName } of people.filter(({ active }) => active)) {
    accounts.set(accountId, accountId);
    names.set(accountId, displayName);
  }
  for (const user of users)
    if (!accounts.has(user.to))
      mistakes.set(
        fieldOf(user),
        `No active account "${user.to}" exists on the destination. Enter the account ID or email of another person, or choose another rule.`,
      );
  return accounts;
}

interface ReferenceCheck {
  plan: Plan;
  target: AssetsDestination;
  references: readonly Mapping[];
  objects: ReadonlyMap<string, FoundObject>;
  mistakes: Mistakes;
}

async function noteReferenceMistakes(check: ReferenceCheck): Promise<void> {
  const { plan, target, references, objects, mistakes } = check;
  for (const { id, to } of references)
    if (!objects.has(to))
      mistakes.set(
        choiceField('reference', id),
        `No object "${to}" exists on the destination. Enter another key or ID, or choose another rule.`,
      );
  const things = new Map(
    plan.unresolved.filter(({ kind }) => kind === 'reference').map((each) => [each.id, each]),
  );
  const wanted = references.flatMap(({ id, to }) => {
    const object = objects.get(to);
    return object ? [{ id, object, types: things.get(id)?.types ?? [] }] : [];
  });
  for (const { id, object, type } of await misfits(target, wanted))
    mistakes.set(
      choiceField('reference', id),
      `The attribute only takes objects of the type ${type}, and ${object.key} isn't one. Enter another key or ID, or choose another rule.`,
    );
}
