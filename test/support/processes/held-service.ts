/** A service that holds its event loop once it is warm: what the watch over loops has to see. */
import { createServer } from 'node:http';

const HOLD_MS = 450;
const WARM_MS = 3_500;

function hold(): void {
  const { user } = process.threadCpuUsage();
  while (process.threadCpuUsage().user - user < HOLD_MS * 1000);
}

createServer().listen(0, '127.0.0.1', () => {
  console.log('Listening at http://127.0.0.1.');
  setTimeout(hold, WARM_MS);
});
