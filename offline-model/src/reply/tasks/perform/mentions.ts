import type { ModelRequest } from '../../../request/model-request.ts';
import { parseMessage } from '../parse/parse-message.ts';
import type { TaskCommand } from '../task-command.ts';

/** What was spoken of before the user's last message. */
export interface Mentions {
  /** Titles that each message named, the latest message first. */
  groups: string[][];
  /** The list that was shown last. */
  listed: string[];
  /** What the latest answer says to have been added: "the last one" is the last of them. */
  added: string[];
}

const MOST_TURNS = 20;
const LIST_LINE = /^\s*\d{1,3}[.)]\s+(?:\*\*)?(?:[“"]([^”"]+)[”"]|(.+?))(?:\*\*)?(?:\s+[(—–-].*)?$/u;
const QUOTATION = /[“"]([^“”"]{1,200})[”"]/gu;

export function readMentions({ turns }: ModelRequest): Mentions {
  const before = turns.slice(
    0,
    turns.findLastIndex(({ role }) => role === 'user'),
  );
  const said = before.filter(({ role, text }) => (role === 'user' || role === 'assistant') && text !== '');
  const latest = said.toReversed().slice(0, MOST_TURNS);
  const lists = latest.map(({ role, text }) => (role === 'assistant' ? listIn(text) : []));
  const groups = latest.map(({ role, text }, at) => {
    if (role === 'user') return parseMessage(text)?.commands.flatMap(titlesOf) ?? [];
    const list = lists[at] ?? [];
    return list.length > 0 ? list : quotationsIn(text);
  });
  const answer = latest.find(({ role }) => role === 'assistant')?.text ?? '';
  return {
    groups,
    listed: lists.find((list) => list.length > 0) ?? [],
    added: answer.startsWith('Added ') ? quotationsIn(answer) : [],
  };
}

/** An example of what can be said is no title. */
function quotationsIn(text: string): string[] {
  const quotations = [...text.matchAll(QUOTATION)].flatMap(([, title]) => title ?? []);
  return quotations.filter((title) => !parseMessage(title)?.sure);
}

function listIn(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const found = LIST_LINE.exec(line.slice(0, 1000));
    return found?.[1] ?? found?.[2] ?? [];
  });
}

function titlesOf(command: TaskCommand): string[] {
  if (command.action === 'create') return [command.title];
  const named = 'of' in command ? command.of : 'changes' in command ? [command.changes[0].of] : [];
  return named.flatMap(({ by, said }) => (by === 'name' ? said : []));
}
