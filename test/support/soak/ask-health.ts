/**
 * A thread of its own that asks services for their health, so that nothing else of the test's
 * process keeps the answers waiting.
 */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { HealthAnswer, HealthTarget } from './health-answer.ts';

/**
 * How long the main thread of a process, or this thread, was ready to run and others ran in its
 * place; 0 where the machine does not tell.
 */
function waitedMs(of: string): number {
  try {
    const [, waitedNs] = readFileSync(`/proc/${of}/schedstat`, 'utf8').split(' ');
    return Number(waitedNs) / 1e6;
  } catch {
    return 0;
  }
}

const allWaitedMs = (pid: number): number => waitedMs(String(pid)) + waitedMs('thread-self');

async function ask(target: HealthTarget): Promise<HealthAnswer> {
  const from = performance.now() - allWaitedMs(target.pid);
  try {
    const { status } = await fetch(`${target.url}/healthz`);
    const tookMs = performance.now() - allWaitedMs(target.pid) - from;
    return { ...target, tookMs, failure: status === 200 ? undefined : `status ${status}` };
  } catch (error) {
    return { ...target, tookMs: 0, failure: String(error) };
  }
}

parentPort?.on('message', (target: HealthTarget) => {
  void ask(target).then((answer) => parentPort?.postMessage(answer));
});
