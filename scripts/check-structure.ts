/** Prints what makes code hard to read and to move, by kind, and fails unless every figure is 0. */
import { findFolderCircles } from './structure/find-folder-circles.ts';
import { findLongDocLines, findLongLines } from './structure/find-long-lines.ts';
import { findLongFunctions } from './structure/find-long-functions.ts';
import { findMisnamedFiles } from './structure/find-misnamed-files.ts';
import { findNestedTernaries } from './structure/find-nested-ternaries.ts';
import { readSourceFiles } from './structure/read-source-files.ts';

const files = readSourceFiles();
const findings: Record<string, string[]> = {
  'lines over 100 characters': [...files.flatMap(findLongLines), ...findLongDocLines()],
  'circles between folders': await findFolderCircles(),
  'functions over 60 lines': files.flatMap(findLongFunctions),
  'nested ternaries': files.flatMap(findNestedTernaries),
  'files not named after their main export': files.flatMap(findMisnamedFiles),
};
for (const [what, places] of Object.entries(findings)) {
  console.log(`${what}: ${places.length}`);
  for (const place of places) console.log(`  ${place}`);
}
process.exitCode = Object.values(findings).every((places) => places.length === 0) ? 0 : 1;
