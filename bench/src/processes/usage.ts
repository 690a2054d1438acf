import { readdirSync, readFileSync } from 'node:fs';

// Linux gives these times in hundredths of a second, whatever the kernel's own clock.
const TICKS_PER_SECOND = 100;

interface Stat {
  parent: number;
  /** Seconds of CPU, of the process alone. */
  own: number;
  /** Seconds of CPU, of its children that have ended. */
  ended: number;
}

function readStat(pid: number): Stat | null {
  try {
    // The name, in parentheses, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const seconds = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) / TICKS_PER_SECOND;
    return { parent: Number(fields[1]), own: seconds(11), ended: seconds(13) };
  } catch {
    return null;
  }
}

/** Seconds of CPU that a process has used. */
export const cpuSeconds = (pid: number): number => readStat(pid)?.own ?? Number.NaN;

/** Seconds of CPU that a process and its children, ended ones included, have used; NaN when it is not on this machine. */
export function familyCpuSeconds(pid: number): number {
  const head = readStat(pid);
  if (head === null) return Number.NaN;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat?.parent === pid);
  return children.reduce((sum, stat) => sum + (stat?.own ?? 0), head.own + head.ended);
}

/** The parent of a process; null when it is not on this machine. */
export const parentOf = (pid: number): number | null => readStat(pid)?.parent ?? null;

/** Memory of a process in megabytes: now, and at its peak. */
export function memoryMegabytes(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
