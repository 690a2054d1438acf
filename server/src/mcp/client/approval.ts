import type { ToolRequest } from '../../ports/toolbox.ts';

/**
 * Whether the calls of a tool wait to be allowed. The bot's configuration decides for the operator's bots and for one's own. Of somebody
 * else's bot it can only ask for more: who talks to it knows nothing of what it is told to do with their tools.
 */
export function needsApproval(
  { caller, bot }: Pick<ToolRequest, 'caller' | 'bot'>,
  tool: { name: string; isHarmless: boolean; byDefault: boolean },
): boolean {
  const rule = bot.config.tools.approval[tool.name];
  if (rule === 'always') return true;
  if (!isTrusted(bot.ownerId, caller)) return !tool.isHarmless;
  return rule === undefined ? tool.byDefault : false;
}

const isTrusted = (ownerId: string | null, { actor }: ToolRequest['caller']): boolean =>
  ownerId === null || (actor.kind === 'user' && actor.userId === ownerId);
