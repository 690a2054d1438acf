/** A text that somebody has selected, and where. */
export interface TextSelection {
  text: string;
  range: Range;
}

/** Tells of the text that is selected inside of a node, whenever it changes; not while a mouse still drags. */
export function watchSelection(
  within: Node,
  onChange: (selection: TextSelection | null) => void,
): () => void {
  const controller = new AbortController();
  let isDragging = false;
  const read = () => {
    if (!isDragging) onChange(selectionIn(within));
  };
  const listen = (type: keyof DocumentEventMap, listener: () => void) =>
    document.addEventListener(type, listener, { capture: true, signal: controller.signal });
  listen('pointerdown', () => {
    isDragging = true;
  });
  // A finger that selects is taken over by the browser: what it does from there on is told by selectionchange alone.
  for (const type of ['pointerup', 'pointercancel'] as const) {
    listen(type, () => {
      isDragging = false;
      read();
    });
  }
  listen('selectionchange', read);
  return () => controller.abort();
}

function selectionIn(within: Node): TextSelection | null {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const { commonAncestorContainer: node } = range;
  if (range.collapsed || !within.contains(node) || isEditable(node)) return null;
  // The server refuses half a character.
  const text = selection.toString().trim().toWellFormed();
  return text === '' ? null : { text, range };
}

function isEditable(node: Node): boolean {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.isContentEditable === true;
}
