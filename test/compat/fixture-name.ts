/**
 * What the fixtures are called, which sites they are of, and how their files are read and written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

export type FixtureName = 'everyday' | 'interrupted';

/** A pretend site: its seed, and the port of the address that the fixture's documents name. */
export interface SiteSpec {
  seed: string;
  port: number;
}

export const FIXTURES: Record<FixtureName, SiteSpec[]> = {
  everyday: [
    { seed: 'demo', port: 28461 },
    { seed: 'other', port: 28462 },
  ],
  interrupted: [
    { seed: 'demo', port: 28471 },
    { seed: 'tiny', port: 28472 },
    { seed: 'twins', port: 28473 },
  ],
};

/** A key for tests and nothing else: what it seals is made up. */
export const KEY_RING = `compat:${Buffer.alloc(32, 'a key for tests only ').toString('base64')}`;

/**
 * One change of the sites: a call of Assets or of the simulator, and when the site's clock says
 * that it came.
 */
export interface SiteStep {
  at: number;
  /** Which of the fixture's sites is called. */
  site: number;
  method: string;
  path: string;
  body?: unknown;
}

export interface SiteMeta extends SiteSpec {
  url: string;
  workspaceId: string;
  /** A hash over everything that the site answers about its schemas. */
  content: string;
}

export interface FixtureMeta {
  fixture: FixtureName;
  /** The version of the product that made it. */
  commit: string;
  madeAt: string;
  keyRing: string;
  /** What the service was started with, as far as it shows on pages or in documents. */
  settings: Record<string, string>;
  sites: SiteMeta[];
}

const fileOf = (name: FixtureName, ending: string): string =>
  path.join(import.meta.dirname, `${name}.${ending}`);

export function readCompressed(name: FixtureName, ending: string): string {
  return zstdDecompressSync(readFileSync(fileOf(name, ending))).toString();
}

/** Returns how many bytes the file has. */
export function writeCompressed(name: FixtureName, ending: string, text: string): number {
  const bytes = zstdCompressSync(Buffer.from(text));
  writeFileSync(fileOf(name, ending), bytes);
  return bytes.length;
}

export function readText(name: FixtureName, ending: string): string {
  return readFileSync(fileOf(name, ending), 'utf8');
}

export function writeJson(name: FixtureName, ending: string, content: object): void {
  writeFileSync(fileOf(name, ending), `${JSON.stringify(content, null, 1)}\n`);
}
