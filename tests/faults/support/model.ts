import type { OfflineModel, RecordedRequest, Scenario } from '@parlance/offline-model';

type AnswerTo = (request: RecordedRequest) => Scenario;

const answers = new WeakMap<OfflineModel, AnswerTo>();

/** Has the model answer every request from now on, however often one is repeated, with what a function says. */
export function answerEach(model: OfflineModel, answer: AnswerTo): void {
  if (!answers.has(model)) scriptNext(model);
  answers.set(model, answer);
}

/** A scenario that is written when it is taken, and puts the next one in its place. */
function scriptNext(model: OfflineModel): void {
  const scenario: Scenario = {
    when: (request) => {
      Object.assign(scenario, answers.get(model)?.(request));
      scriptNext(model);
      return true;
    },
  };
  model.script(scenario);
}

/** The last thing that the user said. */
export const questionOf = ({ turns }: RecordedRequest): string =>
  turns.findLast(({ role }) => role === 'user')?.text ?? '';

/** What the model is told after its last question, such as what came of a tool call. */
export const toldAfterQuestion = ({ turns }: RecordedRequest): string[] =>
  turns.slice(turns.findLastIndex(({ role }) => role === 'user') + 1).map(({ text }) => text);
