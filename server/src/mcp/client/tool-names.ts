import { createHash } from 'node:crypto';

// What model endpoints take.
const MAX_LENGTH = 64;

/** The names by which a model knows the tools of a server. One that no endpoint takes, or that two would have, is shortened and marked. */
export function toolNames(server: string, tools: readonly string[]): Map<string, string> {
  const whole = new Set(tools.map((tool) => `${server}__${tool}`));
  return new Map(
    tools.map((tool) => {
      const name = `${server}__${tool}`;
      const plain = name.replaceAll(/[^\w-]/g, '_');
      const isTaken = plain !== name && (whole.has(plain) || isShared(plain, whole));
      return [tool, plain.length > MAX_LENGTH || isTaken ? marked(plain, name) : plain];
    }),
  );
}

const isShared = (plain: string, names: ReadonlySet<string>): boolean =>
  [...names].filter((name) => name.replaceAll(/[^\w-]/g, '_') === plain).length > 1;

function marked(plain: string, name: string): string {
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${plain.slice(0, MAX_LENGTH - mark.length - 1)}_${mark}`;
}
