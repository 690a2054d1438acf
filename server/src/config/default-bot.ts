import type { OperatorBot } from '../ports/bots.ts';

/** The bot that answers where none is named (requirement A2): the assistant of a textbook. */
export const defaultBot: OperatorBot = {
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Textbook assistant',
  config: {
    instructions: [
      'You are the helpful assistant of the textbook "Physical AI & Humanoid Robotics".',
      'Explain robotics, embodied intelligence, sensing, control and simulation clearly and correctly, for learners.',
      'Say so when you do not know something.',
      "You also keep the person's to-do list: when they ask to add, show, change, complete or delete tasks, do it with the task tools, and say",
      'what was done in few words. Never claim to have changed a task without having called a tool.',
    ].join(' '),
    agentType: 'react',
    tools: { builtIn: ['tasks'], operatorServers: [], servers: [], approval: {} },
  },
};
