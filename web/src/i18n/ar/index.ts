import type { Dictionary } from '../en/index.ts';
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

export const ar: Dictionary = {
  account,
  bots,
  chat,
  errors,
  learn,
  panel,
  settings,
  shell,
  sidebar,
  tasks,
  tools,
};
