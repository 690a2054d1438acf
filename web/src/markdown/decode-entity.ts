interface EntityPolicy {
  createHTML(name: string): string;
}

declare global {
  /** Not in every browser; what a policy makes is a string for TypeScript. */
  var trustedTypes: { createPolicy(name: string, rules: EntityPolicy): EntityPolicy } | undefined;
}

/** The policy can make nothing but one entity, whatever it is given. */
const rules: EntityPolicy = { createHTML: (name) => `&${name.replace(/[^a-z\d]/gi, '')};` };

/** false: the page that we are on lets nobody else make HTML. */
let policy: EntityPolicy | false | undefined;

/**
 * Stands in for the package of this name. Its code for browsers sets `innerHTML` to plain text, which our own page's policy forbids, and that
 * of many pages with the embed; its table of all names is as long as a twentieth of the embed.
 */
export function decodeNamedCharacterReference(name: string): string | false {
  policy ??= makePolicy();
  if (policy === false) return false;
  const element = document.createElement('i');
  element.innerHTML = policy.createHTML(name);
  const text = element.textContent;
  // Of `&notit;` HTML takes `&not` alone, and of an unknown name nothing.
  return text.endsWith(';') && name !== 'semi' ? false : text;
}

function makePolicy(): EntityPolicy | false {
  if (globalThis.trustedTypes === undefined) return rules;
  try {
    return globalThis.trustedTypes.createPolicy('parlance-entities', rules);
  } catch {
    return false;
  }
}
