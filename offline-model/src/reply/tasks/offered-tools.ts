import { isObject, type JsonObject } from '../../json.ts';
import type { ModelRequest } from '../../request/model-request.ts';
import type { TaskCommand } from './task-command.ts';

type Action = TaskCommand['action'];

const FIND = 'list_tasks';
const NEEDED: Record<Action, string[]> = {
  create: ['create_task'],
  list: [FIND],
  read: [FIND, 'get_task'],
  complete: [FIND, 'complete_task'],
  reopen: [FIND, 'update_task'],
  rename: [FIND, 'update_task'],
  describe: [FIND, 'update_task'],
  clear_description: [FIND, 'update_task'],
  delete: [FIND, 'delete_task'],
};

/** Whether a request offers the tools that something done with tasks needs. */
export function isOffered(action: Action, { tools }: Pick<ModelRequest, 'tools'>): boolean {
  const names = new Set(tools.map(nameOf));
  return NEEDED[action].every((name) => names.has(name));
}

/** Nested for Chat Completions, flat for Responses. */
function nameOf(tool: JsonObject): unknown {
  const nested = tool['function'];
  return isObject(nested) ? nested['name'] : tool['name'];
}
