import { botConfigSchema } from '@parlance/client-sdk/contract';
import type { Actor } from '../../domain/actor.ts';
import { fitContext } from '../../domain/context-window.ts';
import { conversationInstructions, groundedPrompt, toolInstructions } from '../../domain/prompt.ts';
import type { Trace } from '../../ports/agent.ts';
import type { Deps } from '../../ports/deps.ts';
import type { Plan } from '../../ports/runs.ts';
import type { Turn, TurnMaterial } from '../../ports/turns.ts';

/** A turn, and what it is to be answered from. */
type Material = TurnMaterial & { turn: Turn };

const LIMITS = {
  steps: 8,
  toolCalls: 32,
  runMs: 600_000,
  toolMs: 60_000,
  tokens: 500_000,
  outputTokens: null,
};

/** What an agent is asked for a turn. null: the bot is gone. Throws when the bot's configuration cannot be read. */
export async function planTurn(
  deps: Pick<Deps, 'tools' | 'toolbox'>,
  material: Material,
  trace: Trace,
  signal: AbortSignal,
): Promise<Plan | null> {
  if (material.bot.config === null) return null;
  const config = botConfigSchema.parse(material.bot.config);
  const { runtime, model, temperature } = config;
  const common = { runtime, model, temperature, limits: LIMITS, trace };
  const { selectedText, question, context } = material;
  if (selectedText !== null) {
    // It rests on the text alone: no tool of the bot's.
    const { instructions, message, note } = groundedPrompt(config, question, selectedText);
    const messages = [{ role: 'user' as const, text: message }];
    return { request: { ...common, instructions, messages, tools: deps.tools }, note, close: nothingToClose };
  }
  const earlier = context.slice(Math.max(0, context.length - config.history.messages));
  const messages = fitContext([...earlier, { role: 'user', text: question }], config.history.tokens);
  if (config.agentType !== 'react') {
    const instructions = conversationInstructions(config);
    return {
      request: { ...common, instructions, messages, tools: deps.tools },
      note: null,
      close: nothingToClose,
    };
  }
  const { id, ownerId } = material.bot;
  const caller = { actor: callerOf(material), trace };
  const opened = await deps.toolbox.open({ caller, bot: { id, ownerId, config }, signal });
  const instructions = toolInstructions(config, opened.notes);
  const tools = [...deps.tools, ...opened.tools];
  return { request: { ...common, instructions, messages, tools }, note: null, close: opened.close };
}

const nothingToClose = async () => {};

/** The owner, bound as the caller was. An anonymous conversation is its own owner. */
const callerOf = ({ turn: { ownerId, conversationId }, scopes }: Material): Actor =>
  ownerId === conversationId
    ? { kind: 'anonymous' }
    : { kind: 'user', userId: ownerId, loginId: null, scopes };
