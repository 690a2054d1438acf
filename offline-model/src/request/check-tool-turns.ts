import { invalidRequest } from '../api-error.ts';
import type { Turn } from './model-request.ts';

interface Rule {
  param: string;
  /** Chat Completions wants the results directly after the call; Responses anywhere later. */
  adjacent: boolean;
}

/** Every tool result answers one call that came before it, and every call is answered once. */
export function checkToolTurns(turns: Turn[], { param, adjacent }: Rule): void {
  const open = new Set<string>();
  for (const [index, turn] of turns.entries()) {
    if (turn.answersCallId !== undefined) {
      if (!open.delete(turn.answersCallId)) {
        throw invalidRequest(
          `No preceding tool call has the id '${turn.answersCallId}' and awaits a result.`,
          `${param}[${index}]`,
        );
      }
      continue;
    }
    if (adjacent) requireAnswered(open, param);
    for (const { id } of turn.calls) open.add(id);
  }
  requireAnswered(open, param);
}

function requireAnswered(open: Set<string>, param: string): void {
  if (open.size === 0) return;
  throw invalidRequest(`No tool output was found for the calls: ${[...open].join(', ')}.`, param);
}
