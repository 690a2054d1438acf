import { botConfigSchema } from '../../domain/bot-config.ts';
import { fitContext } from '../../domain/context-window.ts';
import { conversationInstructions, groundedPrompt } from '../../domain/prompt.ts';
import type { Trace } from '../../ports/agent.ts';
import type { Plan } from '../../ports/runs.ts';
import type { OpenedTurn } from '../../ports/turns.ts';

const LIMITS = { steps: 8, toolCalls: 32, outputTokens: null };

/** What an agent is asked for a turn. Throws when the bot's configuration cannot be read. */
export function planTurn(
  opened: Extract<OpenedTurn, { outcome: 'opened' }>,
  input: { message: string; selectedText: string | null },
  trace: Trace,
): Plan {
  const bot = botConfigSchema.parse(opened.bot.config);
  const common = {
    model: bot.model,
    temperature: bot.temperature,
    tools: [],
    limits: LIMITS,
    trace,
  };
  if (input.selectedText !== null) {
    const grounded = groundedPrompt(bot, input.message, input.selectedText);
    const messages = [{ role: 'user' as const, text: grounded.message }];
    return { request: { ...common, instructions: grounded.instructions, messages }, note: grounded.note };
  }
  const earlier = opened.context.slice(Math.max(0, opened.context.length - bot.history.messages));
  const messages = fitContext([...earlier, { role: 'user', text: input.message }], bot.history.tokens);
  return {
    request: { ...common, instructions: conversationInstructions(bot.instructions), messages },
    note: null,
  };
}
