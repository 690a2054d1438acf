/** Longest beginning of an image that is held back until it is known where it leads, in UTF-16 code units. */
const LONGEST = 2_000;

/** What has to be looked at. */
const SPECIAL = /[!`~\n]/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** An address of this server's own that nothing can be hidden in: no second slash, backslash or character reference. */
const OWN_PATH = /^(?:\.{0,2}\/(?![/\\])|#)[^&\\]*$/;
const ABSOLUTE = /^(?:https?:)?\/\/[^/?#&\\]+(?=[/?#])/i;

type Decision = 'more' | 'keep' | 'disarm';

/**
 * Makes links of the images in a streamed answer that would be loaded from other hosts: an image is asked for as soon as it is shown, and its
 * address can carry away what the model has read. Fenced code stays as it is.
 */
export class ImageGuard {
  readonly #origins: readonly string[];
  #held = '';
  /** What the current line begins with, as long as it may be a fence. */
  #line = '';
  #inCode = false;
  #fence: string | null = null;

  /** `origins`: from where images may be loaded. */
  constructor(origins: readonly string[]) {
    this.#origins = origins;
  }

  /** Takes the next piece of text; answers what can be shown by now. */
  push(text: string): string {
    if (this.#held === '' && !SPECIAL.test(text)) {
      if (this.#line.length < 100) this.#line += text;
      return text;
    }
    const whole = this.#held + text;
    this.#held = '';
    let shown = '';
    let at = 0;
    for (;;) {
      const mark = whole.indexOf('!', at);
      if (mark === -1) return shown + this.#pass(whole.slice(at));
      shown += this.#pass(whole.slice(at, mark));
      const decision = this.#fence === null ? this.#decide(whole.slice(mark)) : 'keep';
      if (decision === 'more' && whole.length - mark <= LONGEST) {
        this.#held = whole.slice(mark);
        return shown;
      }
      if (decision === 'keep') shown += this.#pass('!');
      at = mark + 1;
    }
  }

  /** What was held back, when the text has ended. */
  flush(): string {
    const rest = this.#held;
    this.#held = '';
    return this.#pass(rest);
  }

  #decide(text: string): Decision {
    if (text.length === 1) return 'more';
    if (text[1] !== '[') return 'keep';
    const end = endOfLabel(text);
    const next = end === -1 ? undefined : text[end + 1];
    if (next === undefined) return 'more';
    // By reference: where it leads stands elsewhere. In code it is something else altogether, such as a macro of Rust's.
    if (next !== '(') return this.#inCode ? 'keep' : 'disarm';
    return this.#decideTarget(text.slice(end + 2).replace(/^\s*<?/, ''));
  }

  #decideTarget(text: string): Decision {
    const target = /^[^\s<>)]*/.exec(text)?.[0] ?? '';
    const origin = ABSOLUTE.exec(text)?.[0];
    if (origin !== undefined) return this.#origins.includes(origin.toLowerCase()) ? 'keep' : 'disarm';
    if (target.length === text.length) return 'more';
    return OWN_PATH.test(target) || this.#origins.includes(target.toLowerCase()) ? 'keep' : 'disarm';
  }

  /** Notes of shown text whether what follows is code. */
  #pass(text: string): string {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.#endLine();
      if (this.#line.length < 100) this.#line += line;
      for (const _ of line.matchAll(/`+/g)) this.#inCode = !this.#inCode;
    }
    return text;
  }

  #endLine(): void {
    const marks = FENCE.exec(this.#line)?.[1];
    if (this.#fence === null) this.#fence = marks ?? null;
    else if (marks?.startsWith(this.#fence) && this.#line.trim() === marks) this.#fence = null;
    this.#line = '';
    this.#inCode = false;
  }
}

/** Where the text in brackets after `!` ends; -1: not yet. */
function endOfLabel(text: string): number {
  let depth = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') depth += 1;
    else if (text[at] === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
