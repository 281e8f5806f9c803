/**
 * Loaded before a program that a test starts as a process with an IPC channel: it ends when the
 * test's process does, however that ends. Nothing is left behind by tests that are broken off.
 */
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
