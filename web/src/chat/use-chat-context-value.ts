import type { UseChat } from '@parlance/client-sdk/react';
import { type RefObject, useMemo } from 'react';
import type { ChatContextValue } from './chat-context.ts';

/** What messages get of the chat; the same object until an answer begins or ends. */
export function useChatContextValue(
  { regenerate, edit, switchBranch, rate, resend, discard }: UseChat,
  busy: boolean,
  input: RefObject<HTMLTextAreaElement | null>,
): ChatContextValue {
  return useMemo(() => {
    // On a phone the keyboard would cover the answer.
    const focusComposer = () => {
      if (!matchMedia('(pointer: coarse)').matches) input.current?.focus();
    };
    return { regenerate, edit, switchBranch, rate, resend, discard, busy, focusComposer };
  }, [regenerate, edit, switchBranch, rate, resend, discard, busy, input]);
}
