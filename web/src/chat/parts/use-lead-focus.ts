import { type RefObject, useEffect } from 'react';
import { useChatContext } from '../chat-context.ts';

/** The list shows a new message when it has measured it: until then it takes no focus. */
const MOST_FRAMES = 60;

/** Leads the focus to a question, once, from where it is of no use: an empty composer, or nowhere. */
export function useLeadFocus(card: RefObject<HTMLElement | null>, approvalId: string): void {
  const { led } = useChatContext();
  useEffect(() => {
    if (led.current.has(approvalId)) return;
    let frame = 0;
    const lead = (left: number) => {
      const element = card.current;
      if (element && isIdle(element)) element.focus();
      const isLed = element === null || !isIdle(element) || left === 0;
      if (isLed) led.current.add(approvalId);
      else frame = requestAnimationFrame(() => lead(left - 1));
    };
    lead(MOST_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, [card, led, approvalId]);
}

function isIdle(card: HTMLElement): boolean {
  const root = card.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return false;
  const { activeElement } = root;
  if (activeElement instanceof HTMLTextAreaElement) {
    const isOfThisChat = card.closest('[data-chat]')?.contains(activeElement) === true;
    return isOfThisChat && activeElement.value === '';
  }
  // On a page of other people what is outside of the chat is none of ours.
  return root instanceof Document && activeElement === root.body;
}
