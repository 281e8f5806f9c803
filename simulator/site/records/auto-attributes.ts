import type { SimAttribute } from './model.ts';

interface AutoAttribute {
  name: string;
  extra: Partial<SimAttribute>;
}

const common = { removable: false, minimum: 1, options: '' };
const system = { ...common, system: true, editable: false };
const named = (position: number): AutoAttribute => ({
  name: 'Name',
  extra: { ...common, defaultTypeId: 0, label: true, position },
});
const systemOne = (name: string, defaultTypeId: number, position: number): AutoAttribute => ({
  name,
  extra: { ...system, defaultTypeId, position },
});

/**
 * The four that Assets makes with a type, in the order of their ids. Newer sites list the name
 * first and give it the last id (live, September 2026); Atlassian's older examples have it second.
 */
export const autoAttributes = (isNewer: boolean): AutoAttribute[] =>
  isNewer
    ? [systemOne('Key', 0, 1), systemOne('Created', 6, 2), systemOne('Updated', 6, 3), named(0)]
    : [systemOne('Key', 0, 0), named(1), systemOne('Created', 6, 2), systemOne('Updated', 6, 3)];
