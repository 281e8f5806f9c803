import type { Site } from '../site/site.ts';

const REFERENCES: [string, string][] = [
  ['Depends', '0055cc'],
  ['Installed', '22a06b'],
  ['Link', '1ab812'],
  ['Reference', '626f86'],
  ['Using', '8270db'],
];
const STATUSES: [string, number][] = [
  ['Action Needed', 2],
  ['Active', 1],
  ['Closed', 0],
  ['In Service', 1],
  ['Running', 1],
  ['Stopped', 0],
  ['Support Requested', 2],
];
const ICONS = ['Object', 'Laptop', 'Person', 'Building', 'Server', 'Licence', 'Phone', 'Network'];

/** What a site has unless its seed brings its own: global reference types, statuses and icons. */
export function plantBasics(site: Site): void {
  for (const [name, color] of REFERENCES) {
    const id = site.nextId();
    site.referenceTypes.set(id, { id, name, description: name, color, removable: false });
  }
  for (const [name, category] of STATUSES) {
    const id = site.nextId();
    site.statuses.set(id, { id, name, category, description: '' });
  }
  ICONS.forEach((name, at) => site.icons.set(String(at + 1), { id: String(at + 1), name }));
}
