import { botConfigSchema } from '@parlance/client-sdk/contract';
import { fitContext } from '../../domain/context-window.ts';
import { conversationInstructions, groundedPrompt } from '../../domain/prompt.ts';
import type { Trace } from '../../ports/agent.ts';
import type { Deps } from '../../ports/deps.ts';
import type { Plan } from '../../ports/runs.ts';
import type { TurnMaterial } from '../../ports/turns.ts';

const LIMITS = {
  steps: 8,
  toolCalls: 32,
  runMs: 600_000,
  toolMs: 60_000,
  tokens: 500_000,
  outputTokens: null,
};

/** What an agent is asked for a turn. Throws when the bot's configuration cannot be read. */
export async function planTurn(
  { tools }: Pick<Deps, 'tools'>,
  turn: TurnMaterial,
  trace: Trace,
): Promise<Plan> {
  const bot = botConfigSchema.parse(turn.bot.config);
  const common = {
    runtime: bot.runtime,
    model: bot.model,
    temperature: bot.temperature,
    tools,
    limits: LIMITS,
    trace,
  };
  const close = async () => {};
  if (turn.selectedText !== null) {
    const grounded = groundedPrompt(bot, turn.question, turn.selectedText);
    const messages = [{ role: 'user' as const, text: grounded.message }];
    return {
      request: { ...common, instructions: grounded.instructions, messages },
      note: grounded.note,
      close,
    };
  }
  const earlier = turn.context.slice(Math.max(0, turn.context.length - bot.history.messages));
  const messages = fitContext([...earlier, { role: 'user', text: turn.question }], bot.history.tokens);
  return {
    request: { ...common, instructions: conversationInstructions(bot.instructions), messages },
    note: null,
    close,
  };
}
