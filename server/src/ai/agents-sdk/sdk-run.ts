import { type ModelProvider, RunContext, Runner } from '@openai/agents';
import type { AgentRequest, Trace } from '../../ports/agent.ts';
import { type LoopState, mayCall, startState, tokensOf } from '../loop-state.ts';
import type { Carrying, ToolCall } from '../tool-call.ts';
import { carryOutAll, type ToolResultItem } from '../tool-calls.ts';
import { carryingOf, type ToolLoop } from '../tool-loop.ts';
import type { TurnEnd, Usage } from '../wire/model-turn.ts';
import { EndpointModel, type EndpointModelOptions } from './endpoint-model.ts';
import { EventGate } from './event-gate.ts';
import { Originals } from './originals.ts';
import type { StepCalls } from './step-calls.ts';

/** No model may be asked any more: the steps or the tokens are spent. */
export class LimitReached extends Error {}

/** One answer of an agent, as everything that the SDK calls back shares it. */
export class SdkRun {
  readonly gate = new EventGate();
  readonly request: AgentRequest;
  readonly signal: AbortSignal;
  readonly state: LoopState;
  readonly originals = new Originals();
  /** What tools, guardrails and instructions of the agents are given. */
  readonly context: RunContext<Trace>;
  readonly runner: Runner;
  /** What the last step asked for; null: nothing, it was the answer. */
  calls: StepCalls | null = null;
  /** How the last model call ended. */
  end: TurnEnd = 'stop';
  /** What a check of a tool threw to end the run. */
  tripped: unknown = null;
  readonly #loop: ToolLoop;
  readonly #carrying: Carrying;
  /** Of agents that are tools of others: told of with the next step. */
  #nested: Usage = { inputTokens: 0, outputTokens: 0 };
  /** Said, and not to be shown before the whole of it was checked. */
  #held = '';

  constructor(loop: ToolLoop, request: AgentRequest, signal: AbortSignal) {
    this.request = request;
    this.signal = signal;
    this.state = startState(request);
    this.#carrying = carryingOf(loop, request, signal);
    this.context = new RunContext({ ...request.trace });
    this.#loop = loop;
    this.runner = new Runner({
      modelProvider: this.#nestedModels(),
      tracingDisabled: true,
      toolNotFoundBehavior: 'return_error_to_model',
    });
  }

  get mayCall(): boolean {
    return mayCall(this.state, this.request);
  }

  /** Carries calls out, and tells of it. */
  async carryOut(step: number, calls: readonly ToolCall[]): Promise<ToolResultItem[]> {
    const events = carryOutAll(step, calls, this.#carrying);
    try {
      for (;;) {
        const next = await events.next();
        if (next.done) return next.value;
        await this.gate.emit(next.value);
      }
    } finally {
      await events.return([]);
    }
  }

  /** The configured endpoint, for an agent that names a model of it, or none. */
  endpointModel(name: string, more: Pick<EndpointModelOptions, 'before' | 'after'> = {}): EndpointModel {
    const { request, signal } = this;
    const model = name === '' ? (request.model ?? this.#loop.defaultModel) : name;
    return new EndpointModel({ calls: this.#loop.calls, model, request, signal, ...more });
  }

  /** What the model is told of a call of the step. Throws when a check of a tool ended the run. */
  async outputOf(callId: string): Promise<string> {
    const output = await this.calls?.outputOf(callId);
    if (output === undefined) throw new Error(`No call ${callId} was asked for.`);
    if (this.tripped !== null) throw this.tripped;
    return output;
  }

  /** Throws when no further step may be begun. */
  async beginStep(): Promise<void> {
    if (this.state.step >= this.request.limits.steps) throw new LimitReached();
    this.#checkTokens();
    this.state.step += 1;
    await this.gate.emit({ type: 'step-started', step: this.state.step });
  }

  async say(text: string, hold: boolean): Promise<void> {
    if (hold) this.#held += text;
    else await this.gate.emit({ type: 'text-delta', step: this.state.step, text });
  }

  /** Shows what was held back. */
  async release(): Promise<void> {
    const text = this.#held;
    this.#held = '';
    if (text !== '') await this.say(text, false);
  }

  async endStep(usage: Usage): Promise<void> {
    this.state.tokens += tokensOf(usage);
    this.#nested = sum(this.#nested, usage);
    await this.tellUsage();
  }

  /** Tells what tokens were taken that no step has told of. */
  async tellUsage(): Promise<void> {
    const usage = this.#nested;
    this.#nested = { inputTokens: 0, outputTokens: 0 };
    await this.gate.emit({ type: 'step-finished', step: this.state.step, usage });
  }

  get hasUntoldUsage(): boolean {
    return tokensOf(this.#nested) > 0;
  }

  #nestedModels(): ModelProvider {
    const before = () => this.#checkTokens();
    const after = (usage: Usage) => {
      this.state.tokens += tokensOf(usage);
      this.#nested = sum(this.#nested, usage);
    };
    return { getModel: (name = '') => this.endpointModel(name, { before, after }) };
  }

  #checkTokens(): void {
    if (this.state.tokens >= this.request.limits.tokens) throw new LimitReached();
  }
}

const sum = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
});
