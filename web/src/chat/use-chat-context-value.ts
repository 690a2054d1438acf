import type { UseChat } from '@parlance/client-sdk/react';
import { type RefObject, useCallback, useMemo, useRef } from 'react';
import type { BranchStep, ChatContextValue } from './chat-context.ts';

/** What messages get of the chat; the same object until an answer begins or ends. */
export function useChatContextValue(
  { regenerate, edit, switchBranch, rate, resend, discard, approve }: UseChat,
  { busy: isAnswering, isBotGone }: { busy: boolean; isBotGone: boolean },
  input: RefObject<HTMLTextAreaElement | null>,
): ChatContextValue {
  const busy = isAnswering || isBotGone;
  const lastStep = useRef<BranchStep>(null);
  const led = useRef(new Set<string>());
  const focusComposer = useCallback(() => {
    // On a phone the keyboard would cover the answer.
    if (!matchMedia('(pointer: coarse)').matches) input.current?.focus();
  }, [input]);
  return useMemo(
    () => ({
      ...{ regenerate, edit, switchBranch, rate, resend, discard, approve },
      busy,
      isAnswering,
      lastStep,
      led,
      focusComposer,
    }),
    [regenerate, edit, switchBranch, rate, resend, discard, approve, busy, isAnswering, focusComposer],
  );
}
