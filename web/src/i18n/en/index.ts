import { account } from './account.ts';
import { bots } from './bots.ts';
import { chat } from './chat.ts';
import { errors } from './errors.ts';
import { learn } from './learn.ts';
import { panel } from './panel.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { sidebar } from './sidebar.ts';
import { tasks } from './tasks.ts';
import { tools } from './tools.ts';

/** English is the measure: every other language has the same keys, or it does not compile. */
export const en = { account, bots, chat, errors, learn, panel, settings, shell, sidebar, tasks, tools };

export type Dictionary = typeof en;
