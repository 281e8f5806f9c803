/**
 * Begins to measure what work takes of the processor; call what it gives for the ms of user time
 * since. How long work takes by the clock depends on what else the machine does.
 */
export function processorTimer(): () => number {
  const before = process.cpuUsage();
  return () => process.cpuUsage(before).user / 1_000;
}
