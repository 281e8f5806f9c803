/**
 * Packs the agent for npx, into dist or the folder that is named. See docs/operations.md, Agents.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { buildAgentPackage } from './agent/build-agent-package.ts';

const [place = 'dist'] = process.argv.slice(2);
const folder = path.resolve(place, 'agent');
await buildAgentPackage(folder);
const packed = execFileSync('npm', ['pack', folder, '--pack-destination', place, '--silent'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const file = path.resolve(place, packed.trim());
console.log(`The agent is packed. Start it with npx --package ${file} backup-agent`);
