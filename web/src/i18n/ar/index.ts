import type { Dictionary } from '../en/index.ts';
import { account } from './account.ts';
import { chat } from './chat.ts';
import { errors } from './errors.ts';
import { learn } from './learn.ts';
import { panel } from './panel.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { sidebar } from './sidebar.ts';

export const ar: Dictionary = { account, chat, errors, learn, panel, settings, shell, sidebar };
