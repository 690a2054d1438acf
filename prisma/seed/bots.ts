/** Two bots that are not the default one. */
export const demoBots = [
  {
    id: '01900000-0000-7000-8000-000000000101',
    name: 'Plain assistant',
    visibility: 'public',
    config: { instructions: 'You are a helpful assistant. Be brief and clear.' },
  },
  {
    id: '01900000-0000-7000-8000-000000000102',
    name: 'Socratic tutor',
    visibility: 'public',
    config: {
      instructions: 'You are a tutor. Lead the learner to the answer by short questions, one at a time.',
      history: { messages: 30 },
    },
  },
];
