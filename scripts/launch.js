/**
 * Starts a program of this project on a Node that runs TypeScript as it is. Plain JavaScript, so
 * that any Node can say in a sentence what is missing.
 *
 *     node scripts/launch.js [options of Node] program.ts [arguments]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const PROJECT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const WINDOWS = process.platform === 'win32';
/** What `npm ci` brings, unless it was told to run no scripts of packages. */
const BUNDLED = path.join(PROJECT, 'node_modules', 'node', 'bin', WINDOWS ? 'node.exe' : 'node');
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** Whether this version of Node strips types without being asked: 22.18 and 23.6 do, and later. */
function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

function findNode() {
  if (runsTypeScript(process.versions.node)) return process.execPath;
  if (existsSync(BUNDLED)) return BUNDLED;
  console.error(
    `This project needs Node 22.18 or newer; this is Node ${process.versions.node}.\n` +
      'npm ci brings Node 24 along as a package, but the install scripts of that package did not run.\n' +
      'Run "npm ci --foreground-scripts --ignore-scripts=false", or install Node 24 from https://nodejs.org.',
  );
  process.exit(2);
}

/** Calls of the project to itself never go through a proxy. */
function environment() {
  const listed = (process.env.NO_PROXY || process.env.no_proxy || '').split(',').filter(Boolean);
  const all = [...listed, ...LOOPBACK.filter((host) => !listed.includes(host))].join(',');
  return { ...process.env, NO_PROXY: all, no_proxy: all };
}

const child = spawn(findNode(), process.argv.slice(2), { stdio: 'inherit', env: environment() });
child.on('error', (error) => {
  console.error(`The program could not be started: ${error.message}`);
  process.exit(2);
});
process.on('SIGTERM', () => child.kill('SIGTERM'));
// At a terminal the program hears Ctrl+C itself.
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT');
});
child.on('exit', (status, signal) => {
  process.exit(signal ? 128 + (signal === 'SIGINT' ? 2 : 15) : (status ?? 1));
});
