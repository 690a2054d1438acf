/** The list of tasks beside the chat. */
export const tasks = {
  title: 'Tasks',
  show: 'Show tasks',
  guest: 'Sign in to have a list of tasks. The assistant keeps it with you.',
  add: 'Add a task',
  addButton: 'Add',
  search: 'Search tasks',
  open: 'Open',
  done: 'Done',
  noneOpen: 'Nothing to do. Add a task, or ask the assistant to.',
  noMatch: (search: string) => `Nothing found for “${search}”.`,
  rename: 'Rename task',
  remove: 'Delete task',
};
