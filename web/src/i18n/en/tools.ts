const count = new Intl.NumberFormat('en');
const seconds = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Tool calls, and what people have to say to them. */
export const tools = {
  /** What the built-in tools do. */
  names: {
    create_task: 'Add a task',
    list_tasks: 'Look through the tasks',
    get_task: 'Look at a task',
    update_task: 'Change a task',
    complete_task: 'Complete a task',
    delete_task: 'Delete a task',
  },
  at: (server: string, tool: string) => `${tool} (${server})`,

  states: {
    asked: 'Waits for your decision',
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
    denied: 'Not allowed',
    expired: 'Expired',
    stopped: 'Stopped',
    unknown: 'Outcome unknown',
  },
  arguments: 'Arguments',
  result: 'Result',
  error: 'Error',
  table: 'Table',
  duration: (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${seconds.format(ms / 1_000)} s`),
  yes: 'Yes',
  no: 'No',
  nothing: '–',
  showAll: 'Show all',
  showAllRows: (rows: number) => `Show all ${count.format(rows)}`,
  showLess: 'Show less',

  question: 'Allow this?',
  approve: 'Approve',
  deny: 'Deny',
  until: (time: string) => `You can decide until ${time}.`,
  approvedNote: 'This was allowed.',
  deniedNote: 'This was not allowed, and not done.',
  expiredNote: 'Nobody allowed this in time, so it was not done.',
  stoppedNote: 'The answer ended before this was allowed, so it was not done.',
  unknownNote:
    'It was cut off before its outcome came. It may have been done or not, and was not done again.',
  handedOverTo: 'Handed over to',
  /** By what a guardrail looked at. Its name follows. */
  guardrails: {
    input: 'A guardrail stopped this question:',
    output: 'A guardrail stopped this answer:',
    tool_input: 'A guardrail stopped a tool call:',
    tool_output: 'A guardrail stopped the result of a tool call:',
  },

  decidedBefore: 'This was decided before, or its time is over.',
};
