import type { Change, Parsed, Reference } from '../task-command.ts';
import { parseReference, parseReferences } from './parse-reference.ts';
import type { Quoted } from './quoted.ts';
import { pattern, TASK } from './wording.ts';

interface ChangeForm {
  pattern: RegExp;
  action: 'rename' | 'describe';
  /** Stands between the task and what it is to be. */
  between: RegExp;
  sure: boolean;
}

const TO = /\s+(?:to say|to be|to read|to|as|into|->|→):?\s+|\s*:\s+/giu;
const SAYING = /\s+(?:to say|to read|to|as|saying|that says):?\s+|\s*:\s+/giu;
const WITH = /\s+(?:with|by)\s+/giu;
const NAME = '(?:title|name|wording)';
const DESCRIPTION = '(?:description|details?|notes?)';

const FORMS: ChangeForm[] = [
  { pattern: pattern(`(?:rename|retitle) (?:the )?(.+)`), action: 'rename', between: TO, sure: true },
  {
    pattern: pattern(`(?:change|edit|modify|update|set|correct)(?: the)? ${NAME} (?:of|for) (.+)`),
    action: 'rename',
    between: TO,
    sure: true,
  },
  {
    pattern: pattern(
      `(?:change|edit|modify|update|set|add|write|put)(?: the| an?)? ${DESCRIPTION} (?:of|for|on|to) (.+)`,
    ),
    action: 'describe',
    between: SAYING,
    sure: true,
  },
  {
    pattern: pattern(`(?:change|edit|modify|update|correct) (.+)`),
    action: 'rename',
    between: TO,
    sure: false,
  },
  { pattern: pattern(`replace (.+)`), action: 'rename', between: WITH, sure: false },
];
const CLEAR = pattern(`(?:clear|remove|delete|drop|erase)(?: the)? ${DESCRIPTION} (?:of|from|for|on) (.+)`);
const READ = [
  pattern(
    `(?:show|give|read|tell|what are|what's|what is)(?: me)?(?: the)? ${DESCRIPTION} (?:of|for|about|on) (.+)`,
  ),
  pattern(
    `(?:show|open|read|tell)(?: me)?(?: more)?(?: about)? ((?:the )?(?:${TASK}) .+|the .+ (?:one|${TASK}))`,
  ),
];

/** A task is to be called otherwise, or described. */
export function parseChange(text: string, quoted: Quoted): Parsed | undefined {
  const cleared = CLEAR.exec(text)?.[1];
  if (cleared !== undefined) return about('clear_description', parseReferences(cleared, quoted), true);
  for (const { pattern: form, action, between, sure } of FORMS) {
    const rest = form.exec(text)?.[1];
    if (rest === undefined) continue;
    const [first, ...others] = readings(rest, between, quoted);
    if (first) return { commands: [{ action, changes: [first, ...others] }], sure };
  }
  return undefined;
}

const MOST_READINGS = 6;

/** Every way to cut a text into a task and what it is to be. */
function readings(text: string, between: RegExp, quoted: Quoted): Change[] {
  return [...text.matchAll(between)].slice(0, MOST_READINGS).flatMap((cut) => {
    const of = parseReference(text.slice(0, cut.index), quoted);
    const to = quoted.reveal(text.slice(cut.index + cut[0].length)).trim();
    return of && of.by !== 'status' && to !== '' ? [{ of, to }] : [];
  });
}

/** One task is to be told of. By its name alone it might be anything: "tell me about the gripper". */
export function parseRead(text: string, quoted: Quoted): Parsed | undefined {
  for (const form of READ) {
    const rest = form.exec(text)?.[1];
    const references = rest === undefined ? undefined : parseReferences(rest, quoted);
    const saysTask = new RegExp(`\\b${TASK}\\b|\uE000`, 'iu').test(rest ?? '');
    if (references?.every(({ by }) => by !== 'name' || saysTask)) return about('read', references, true);
  }
  return undefined;
}

export function about(
  action: 'read' | 'complete' | 'reopen' | 'delete' | 'clear_description',
  of: Reference[] | undefined,
  sure: boolean,
): Parsed | undefined {
  return of && { commands: [{ action, of }], sure };
}
