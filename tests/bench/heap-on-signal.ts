/** Loaded into a process that is measured: says on SIGUSR2 how many bytes of heap are in use after two collections. */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  process.stdout.write(`heap-after-gc ${process.memoryUsage().heapUsed}\n`);
});
