import { useEffect } from 'react';
import { useText } from '../i18n/text.ts';

/** Names the view in the title of the window; null: the name of the product alone. */
export function useTitle(title: string | null): void {
  const { name } = useText().shell;
  useEffect(() => {
    document.title = title === null ? name : `${title} – ${name}`;
  }, [title, name]);
}
