import type { Model, ModelRequest, ModelResponse, StreamEvent } from '@openai/agents';
import { takeCalls } from '../take-calls.ts';
import type { ToolCall } from '../tool-call.ts';
import type { TurnEnd } from '../wire/model-turn.ts';
import { boundOutput } from './endpoint-model.ts';
import type { OfferedTools } from './offered-tools.ts';
import type { SdkRun } from './sdk-run.ts';
import { StepCalls } from './step-calls.ts';
import { toRequest } from './to-transcript.ts';

type Done = Extract<StreamEvent, { type: 'response_done' }>;
type OutputItem = Done['response']['output'][number];
type FunctionCall = Extract<OutputItem, { type: 'function_call' }>;

/** A name that no tool has: what is called by it is answered by the run. */
const REFUSED = 'refused';

/**
 * The model of one agent as its run sees it: each call is a step, whose events are told, whose bounds are ours, and whose tool calls are read
 * before the SDK is shown them.
 */
export class StepModel implements Model {
  readonly #run: SdkRun;
  readonly #model: Model;
  readonly #offered: OfferedTools;
  /** Whether nothing is shown before the whole of it was checked. */
  readonly #holds: boolean;

  constructor(run: SdkRun, model: Model, { offered, holds }: { offered: OfferedTools; holds: boolean }) {
    this.#run = run;
    this.#model = model;
    this.#offered = offered;
    this.#holds = holds;
  }

  getResponse(): Promise<ModelResponse> {
    return Promise.reject(new Error('The steps of a run are streamed.'));
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent, void> {
    const run = this.#run;
    let said = '';
    await run.beginStep();
    for await (const event of this.#model.getStreamedResponse(this.#prepare(request))) {
      if (event.type === 'output_text_delta' && event.delta !== '') {
        said += event.delta;
        await run.say(event.delta, this.#holds);
      }
      yield event.type === 'response_done' ? await this.#take(event, said) : event;
    }
  }

  #prepare(request: ModelRequest): ModelRequest {
    const { request: asked, mayCall, originals } = this.#run;
    const { tools, handoffs, input, modelSettings, systemInstructions } = request;
    const { temperature, limits } = asked;
    const mustNotCall = !mayCall && tools.length + handoffs.length > 0;
    return {
      ...request,
      systemInstructions: [systemInstructions, asked.instructions.trim()].filter(Boolean).join('\n\n'),
      input: typeof input === 'string' ? input : input.map((item) => originals.restore(item)),
      modelSettings: {
        ...(temperature !== null && { temperature }),
        ...modelSettings,
        ...boundOutput(modelSettings, limits),
        ...(mustNotCall && { toolChoice: 'none' }),
      },
    };
  }

  async #take(event: Done, said: string): Promise<Done> {
    const run = this.#run;
    const { output, usage, providerData } = event.response;
    const whole = said === '' ? textOf(output) : said;
    if (whole !== said) await run.say(whole, this.#holds);
    run.end = (providerData?.['end'] as TurnEnd | undefined) ?? 'stop';
    const asked = run.end === 'stop' ? output.filter(isCall) : [];
    if (asked.length > 0) await run.release();
    await run.endStep(usage);
    const shown = asked.length === 0 ? this.#answer(output) : await this.#calls(output, asked, whole);
    return { ...event, response: { ...event.response, output: shown } };
  }

  /** What calls nothing is the answer, also when it was cut before its calls were whole. */
  #answer(output: OutputItem[]): OutputItem[] {
    this.#run.calls = null;
    const kept = output.filter((item) => !isCall(item));
    return kept.some(({ type }) => type === 'message') ? kept : [...kept, emptyMessage];
  }

  async #calls(output: OutputItem[], asked: FunctionCall[], said: string): Promise<OutputItem[]> {
    const run = this.#run;
    const offered = this.#offered;
    const tools = [...offered.tools, ...offered.handoffs];
    const turn = { said, calls: asked.map(toRequest) };
    const calls = takeCalls(run.state, { tools, limits: run.request.limits }, turn);
    const asks = await offered.thatAsk(calls);
    const handoffs = new Set(offered.handoffs.map(({ name }) => name));
    run.calls = new StepCalls(run.state.step, calls, { handoffs, asks }, (chosen) =>
      run.carryOut(run.state.step, chosen),
    );
    const shown = new Map(asked.map((item, at) => [item, this.#forSdk(item, calls[at], handoffs)]));
    return output.map((item) => (isCall(item) ? (shown.get(item) ?? item) : item));
  }

  /** A call in a form that the SDK has nothing against; the model is told its own words. */
  #forSdk(item: FunctionCall, call: ToolCall | undefined, handoffs: ReadonlySet<string>): FunctionCall {
    if (!call) return item;
    const { id, name, arguments: args, tool } = call;
    this.#run.originals.add(id, item);
    const isRefusedHandoff = 'refusal' in tool && handoffs.has(name);
    return {
      ...item,
      callId: id,
      name: isRefusedHandoff ? REFUSED : name,
      arguments: typeof args === 'object' ? JSON.stringify(args) : '{}',
    };
  }
}

const isCall = (item: OutputItem): item is FunctionCall => item.type === 'function_call';

const emptyMessage: OutputItem = {
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: '' }],
};

const textOf = (output: readonly OutputItem[]): string =>
  output
    .flatMap((item) => (item.type === 'message' && 'content' in item ? item.content : []))
    .map((part) => (part.type === 'output_text' ? part.text : ''))
    .join('');
