import { useEffect } from 'react';
import { useLocation } from 'wouter';

export const newChatShortcut = 'Control+Shift+O Meta+Shift+O';

export function useNewChatShortcut(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.shiftKey || !(event.ctrlKey || event.metaKey) || event.code !== 'KeyO') return;
      event.preventDefault();
      navigate('/');
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [navigate]);
}
