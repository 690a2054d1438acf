/** What the script's tag says. */
export interface EmbedOptions {
  /** Where the server is: the script is at its root. */
  server: URL;
  /** null: the server's default bot. */
  botId: string | null;
  /** null: the bot's name. */
  title: string | null;
  greeting: string | null;
  color: string | null;
  /** null: as the page is. */
  theme: 'light' | 'dark' | null;
  /** null: the page's. */
  lang: string | null;
  /** Whether a text that is selected on the page can be asked about. */
  selection: boolean;
}

/** Reads the attributes of `<script src="https://chat.example.com/embed.js" data-…>`. */
export function readOptions({ src, dataset }: HTMLScriptElement): EmbedOptions {
  const { bot, title, greeting, color, theme, lang, selection } = dataset;
  return {
    server: new URL('.', src),
    botId: bot || null,
    title: title || null,
    greeting: greeting || null,
    color: color || null,
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    lang: lang || null,
    selection: selection !== 'off',
  };
}
