import type { Page } from 'playwright-core';

declare const window: Window & { frameMeter?: { frames: number[]; longTasks: number[]; stop(): void } };

/** How smoothly a page moved: times between frames, and tasks that held the main thread for 50 ms or more. Milliseconds. */
export interface Smoothness {
  frames: number;
  median: number;
  p95: number;
  p99: number;
  longest: number;
  /** Frames that took more than twice the median. */
  late: number;
  longTasks: number;
  longestTask: number;
}

/** Measures from now until the function that it answers is called. */
export async function meterFrames(page: Page): Promise<() => Promise<Smoothness>> {
  await page.evaluate(() => {
    const frames: number[] = [];
    const longTasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    });
    observer.observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    let handle = requestAnimationFrame(function tick(now) {
      frames.push(now - last);
      last = now;
      handle = requestAnimationFrame(tick);
    });
    const stop = () => {
      cancelAnimationFrame(handle);
      observer.disconnect();
    };
    window.frameMeter = { frames, longTasks, stop };
  });
  return async () => {
    const { frames, longTasks } = await page.evaluate(() => {
      const meter = window.frameMeter ?? { frames: [], longTasks: [], stop: () => {} };
      meter.stop();
      return { frames: meter.frames, longTasks: meter.longTasks };
    });
    return summarise(frames, longTasks);
  };
}

function summarise(frames: readonly number[], longTasks: readonly number[]): Smoothness {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return {
    frames: frames.length,
    median: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    longest: at(1),
    late: frames.filter((time) => time > 2 * at(0.5)).length,
    longTasks: longTasks.length,
    longestTask: round(Math.max(0, ...longTasks)),
  };
}

const round = (time: number): number => Math.round(time * 10) / 10;
