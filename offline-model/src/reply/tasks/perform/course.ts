import type { JsonObject } from '../../../json.ts';
import type { ToolOutcome } from './tool-outcome.ts';
import type { Ask, ToolTurns } from './tool-turns.ts';

/** How something is done with tools: calls that are made at once, then what came of them, and so on to a result. */
export type Course<Result> = Generator<Ask[], Result, ToolOutcome[]>;

/** One call. */
export function* ask(tool: string, args: JsonObject): Course<ToolOutcome> {
  const [outcome] = yield [{ tool, arguments: args }];
  return outcome ?? { failure: 'The tool gave no answer.' };
}

/**
 * Goes a course as far as the calls that were made lead. Nothing is remembered between two requests: the course is gone from its
 * beginning each time, and ends at the first calls that have no result yet.
 */
export function follow<Result>(
  course: Course<Result>,
  made: ToolTurns,
): { result: Result } | { asks: Ask[] } {
  let next = course.next();
  while (!next.done) {
    const outcomes = next.value.map((wanted) => ({ wanted, outcome: made.take(wanted) }));
    const open = outcomes.filter(({ outcome }) => outcome === undefined).map(({ wanted }) => wanted);
    if (open.length > 0) return { asks: open };
    next = course.next(outcomes.flatMap(({ outcome }) => outcome ?? []));
  }
  return { result: next.value };
}
