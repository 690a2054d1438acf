import { account } from './account.ts';
import { chat } from './chat.ts';
import { errors } from './errors.ts';
import { learn } from './learn.ts';
import { panel } from './panel.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { sidebar } from './sidebar.ts';

/** English is the measure: every other language has the same keys, or it does not compile. */
export const en = { account, chat, errors, learn, panel, settings, shell, sidebar };

export type Dictionary = typeof en;
