import { useEffect } from 'react';
import { useBeginNewChat } from '../chat/new-chat.ts';

export const newChatShortcut = 'Control+Shift+O Meta+Shift+O';

export function useNewChatShortcut(): void {
  const beginNewChat = useBeginNewChat();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.shiftKey || !(event.ctrlKey || event.metaKey) || event.code !== 'KeyO') return;
      event.preventDefault();
      beginNewChat();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [beginNewChat]);
}
