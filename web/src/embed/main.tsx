import { askServer } from './ask-server.ts';
import { mount, TAG } from './mount.tsx';
import { readOptions } from './options.ts';

// `document.currentScript` is none in a script of type="module".
const script = document.currentScript ?? document.querySelector('script[src$="/embed.js"]');
if (script instanceof HTMLScriptElement && document.querySelector(TAG) === null) {
  start(script).catch((error: unknown) => {
    // biome-ignore lint/suspicious/noConsole: nothing is shown, so this is the only place to say why
    console.warn(`Parlance: the chat is not shown. ${error instanceof Error ? error.message : error}`);
  });
}

async function start(script: HTMLScriptElement): Promise<void> {
  const options = readOptions(script);
  const bot = await askServer(options);
  if (document.body === null) await new Promise((ready) => addEventListener('DOMContentLoaded', ready));
  mount(options, bot);
}
