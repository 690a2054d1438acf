/** How long to wait for a frame at most: a page that nobody sees has none. */
const LONGEST_MS = 250;
const FRAME_MS = 16;

/** Work that is done once, with the next frame, however often it is asked for until then. */
export function oncePerFrame(work: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    const hasFrames = typeof requestAnimationFrame === 'function';
    const run = () => {
      if (!isWaiting) return;
      isWaiting = false;
      clearTimeout(timer);
      if (hasFrames) cancelAnimationFrame(frame);
      work();
    };
    const timer = setTimeout(run, hasFrames ? LONGEST_MS : FRAME_MS);
    const frame = hasFrames ? requestAnimationFrame(run) : 0;
  };
}
