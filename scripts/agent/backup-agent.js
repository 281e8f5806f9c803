#!/usr/bin/env node
/** What npx starts. Written so that an older Node can say in a sentence that it is one. */
import { existsSync } from 'node:fs';
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `The agent needs Node 22.18 or newer; this is Node ${process.versions.node}. Install Node 24 from https://nodejs.org.`,
  );
  process.exit(2);
}
if (existsSync('agent.env')) process.loadEnvFile('agent.env');
await import('./src/agent/main.js');
