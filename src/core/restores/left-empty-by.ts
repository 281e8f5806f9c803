import { choicesOf, groupChoices, type Choices } from './restore-input.ts';

/**
 * Whether the values of an attribute of a kind that the destination lacks are left empty: what is
 * chosen for one takes precedence over what is chosen for all.
 */
export function leftEmptyBy(choices: Choices): (attributeId: string) => boolean {
  const single = choicesOf(choices, 'attribute');
  const areAll = groupChoices(choices).get('attribute')?.rule === 'empty-all';
  return (attributeId) => {
    const own = single.get(attributeId);
    return own ? own.rule === 'empty' : areAll;
  };
}
