/**
 * Builds the page of the Forge app into forge/static, from where `forge deploy` takes it. Where
 * manifest.yml lets each site name a service of its own, the page asks for its address.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { buildForgePage } from './forge/build-forge-page.ts';

const { remotes } = parse(readFileSync('manifest.yml', 'utf8')) as {
  remotes: { configurable?: object }[];
};
const asksAddress = remotes.some(({ configurable }) => configurable !== undefined);
await buildForgePage('forge/static', { asksAddress });
console.log(
  asksAddress
    ? 'forge/static is built; it asks each site for its service.'
    : 'forge/static is built.',
);
