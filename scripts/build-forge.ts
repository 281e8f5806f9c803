/** Builds the page of the Forge app into forge/static, from where `forge deploy` takes it. */
import { buildForgePage } from './forge/build-forge-page.ts';

await buildForgePage('forge/static');
console.log('forge/static is built.');
