/**
 * The walk of `pages.test.ts` through Forge's door, in a process of its own, beside the others.
 * What decides on the door is read as the walk is loaded.
 */
process.env['DOOR'] = 'forge';
await import('../pages.test.ts');
