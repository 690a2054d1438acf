import type { AskedCall } from '../../ports/agent.ts';
import { asAsked, needsApproval, type ToolCall } from '../tool-call.ts';
import type { ToolResultItem } from '../tool-calls.ts';

/** Carries calls out, telling of it. */
type CarryOut = (calls: readonly ToolCall[]) => Promise<ToolResultItem[]>;

/** What became of the calls of one step: carried out together, once the SDK wants the result of the first. */
export class StepCalls {
  readonly step: number;
  readonly #waiting: readonly ToolCall[];
  readonly #handoffs: readonly ToolCall[];
  readonly #others: readonly ToolCall[];
  readonly #carryOut: CarryOut;
  #results: Promise<ToolResultItem[]> | null = null;

  /** `asks`: of a call that could be carried out, whether somebody has to allow it. */
  constructor(
    step: number,
    calls: readonly ToolCall[],
    { handoffs, asks }: { handoffs: ReadonlySet<string>; asks: ReadonlySet<string> },
    carryOut: CarryOut,
  ) {
    const isHandoff = ({ name, tool }: ToolCall) => !('refusal' in tool) && handoffs.has(name);
    const waits = (call: ToolCall) => needsApproval(call) || asks.has(call.id);
    this.step = step;
    this.#handoffs = calls.filter(isHandoff);
    const rest = calls.filter((call) => !isHandoff(call));
    this.#waiting = rest.filter(waits);
    this.#others = rest.filter((call) => !waits(call));
    this.#carryOut = carryOut;
  }

  /** The calls that wait to be allowed. */
  get waiting(): AskedCall[] {
    return this.#waiting.map(asAsked);
  }

  waits(callId: string): boolean {
    return this.#waiting.some(({ id }) => id === callId);
  }

  /** The call by which an agent hands over with this tool: the SDK takes the first. */
  handoff(tool: string): ToolCall | undefined {
    return this.#handoffs.find(({ name }) => name === tool);
  }

  /** What the model is told of a call. */
  async outputOf(callId: string): Promise<string> {
    this.#results ??= this.#carryOut(this.#others);
    const results = await this.#results;
    return results.find((result) => result.callId === callId)?.output ?? '';
  }
}
