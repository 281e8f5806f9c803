// @ts-check
/** What a button does, by the first word of what it says. @type {Record<string, string>} */
const DOING = {
  Back: 'Backing up…',
  Check: 'Starting…',
  Continue: 'Checking…',
  Delete: 'Deleting…',
  Disconnect: 'Disconnecting…',
  Hide: 'Hiding…',
  Look: 'Looking up…',
  Protect: 'Protecting…',
  Recalculate: 'Recalculating…',
  Replace: 'Checking…',
  Restore: 'Starting…',
  Resume: 'Resuming…',
  Retry: 'Retrying…',
  Review: 'Planning…',
  Run: 'Starting…',
  Save: 'Saving…',
  Schedule: 'Scheduling…',
  Stop: 'Stopping…',
  Sync: 'Starting…',
  Test: 'Testing…',
  Undo: 'Undoing…',
  Verify: 'Starting…',
};

/**
 * What a button says while it is done; empty for one that says nothing of its own.
 * @param {string} label
 */
export function wordsOfDoing(label) {
  const [first = '', second] = label.trim().split(/\s+/);
  // "Back" alone leads to the step before.
  return first === 'Back' && second === undefined ? '' : (DOING[first] ?? '');
}
