import './embed.css';
import { createParlanceClient } from '@parlance/client-sdk';
import { ParlanceProvider } from '@parlance/client-sdk/react';
import { createRoot } from 'react-dom/client';
import { accentOf } from './accent.ts';
import type { EmbedBot } from './ask-server.ts';
import { Embed } from './embed.tsx';
import type { EmbedOptions } from './options.ts';

/** The element that the chat is in. */
export const TAG = 'parlance-chat';

/** All styles in one text: build.ts puts it there. */
declare const PARLANCE_STYLES: string;

/** Puts the chat on the page, in a shadow tree, so that neither styles the other. */
export function mount(options: EmbedOptions, bot: EmbedBot): void {
  const host = document.createElement(TAG);
  const accent = options.color === null ? {} : accentOf(options.color);
  for (const [name, value] of Object.entries(accent)) host.style.setProperty(name, value);
  // A page's own shortcuts are not for what is typed here: outside of the shadow tree it looks as if typed nowhere.
  for (const type of ['keydown', 'keypress', 'keyup'])
    host.addEventListener(type, (event) => event.stopPropagation());
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PARLANCE_STYLES);
  // A page's Content-Security-Policy may forbid <style>; it does not forbid this.
  root.adoptedStyleSheets = [sheet];
  const container = root.appendChild(document.createElement('div'));
  document.body.append(host);
  const client = createParlanceClient({ url: options.server });
  createRoot(container).render(
    <ParlanceProvider client={client}>
      <Embed options={options} bot={bot} host={host} />
    </ParlanceProvider>,
  );
}
