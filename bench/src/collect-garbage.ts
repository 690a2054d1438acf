// Loaded into a server whose memory is measured: at SIGUSR2 it collects all garbage and says how many bytes are in use.
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`Bytes in use: ${heapUsed + external}\n`);
});
