import { cleanTitle, TITLE_INSTRUCTIONS, TITLE_REQUEST } from '../../domain/title.ts';
import type { Deps } from '../../ports/deps.ts';
import type { Turn, TurnResult } from '../../ports/turns.ts';

const MAX_EXCERPT = 1_000;

/** Has the model write the conversation's title after its first answer, while nobody waits (requirement A7). */
export function titleConversation(
  deps: Deps,
  turn: Turn,
  said: { question: string; finished: Promise<TurnResult | null> },
): void {
  deps.background.run('title-conversation', async (signal) => {
    const answer = await said.finished;
    if (answer?.status !== 'completed') return;
    const title = cleanTitle(
      await askForTitle(deps, turn, { question: said.question, answer: answer.text }, signal),
    );
    if (title !== null) await deps.conversations.setFirstTitle(turn.conversationId, title);
  });
}

async function askForTitle(
  deps: Deps,
  turn: Turn,
  { question, answer }: { question: string; answer: string },
  signal: AbortSignal,
): Promise<string> {
  const request = {
    model: null,
    instructions: TITLE_INSTRUCTIONS,
    messages: [
      { role: 'user' as const, text: question.slice(0, MAX_EXCERPT).toWellFormed() },
      { role: 'assistant' as const, text: answer.slice(0, MAX_EXCERPT).toWellFormed() },
      { role: 'user' as const, text: TITLE_REQUEST },
    ],
    temperature: null,
    tools: [],
    limits: { steps: 1, toolCalls: 0, runMs: 60_000, toolMs: 0, tokens: 10_000, outputTokens: null },
    trace: { purpose: 'title', conversationId: turn.conversationId },
  };
  let text = '';
  for await (const event of deps.agent.run(request, signal)) {
    if (event.type === 'text-delta') text += event.text;
    if (event.type === 'finished' && event.outcome.status !== 'completed') return '';
  }
  return text;
}
