import { useEffect, useRef } from 'react';
import { Assistant } from '../panel/assistant.tsx';
import { LanguageContext } from '../preferences/preferences.ts';
import { useAppearance } from './appearance.ts';
import type { EmbedBot } from './ask-server.ts';
import type { EmbedOptions } from './options.ts';

/** The chat on a page of other people. `host` is the element that its shadow tree hangs on. */
export function Embed({ options, bot, host }: { options: EmbedOptions; bot: EmbedBot; host: HTMLElement }) {
  const { theme, language, dir } = useAppearance(options);
  const page = useRef(document.body);
  useEffect(() => {
    host.lang = language;
    host.dir = dir;
    if (theme === null) delete host.dataset['theme'];
    else host.dataset['theme'] = theme;
  }, [host, theme, language, dir]);
  return (
    <LanguageContext value={language}>
      <Assistant
        layout="floating"
        within={options.selection ? page : null}
        title={options.title ?? bot.name}
        botId={bot.id}
        storageKey={`parlance.embed.${bot.id}`}
        suggestions={[]}
        {...(options.greeting !== null && { greeting: options.greeting })}
      />
    </LanguageContext>
  );
}
