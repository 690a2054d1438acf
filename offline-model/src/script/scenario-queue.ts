import type { RecordedRequest } from './recorded-request.ts';
import type { Scenario } from './scenario.ts';

export class ScenarioQueue {
  readonly #waiting: Scenario[] = [];

  add(scenarios: Scenario | Scenario[]): void {
    this.#waiting.push(...[scenarios].flat());
  }

  /** The first scenario that fits, which is then used up. */
  take(request: RecordedRequest): Scenario | undefined {
    const index = this.#waiting.findIndex((scenario) => fits(scenario, request));
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  describeUnused(): string[] {
    return this.#waiting.map(describe);
  }
}

function fits(scenario: Scenario, request: RecordedRequest): boolean {
  if ((scenario.purpose ?? 'answer') !== request.purpose) return false;
  if (scenario.model !== undefined && scenario.model !== request.model) return false;
  return scenario.when?.(request) ?? true;
}

function describe({ name, text, toolCalls, fault }: Scenario): string {
  if (name !== undefined) return name;
  if (text !== undefined) return JSON.stringify([text].flat().join('').slice(0, 60));
  if (toolCalls !== undefined) return `calls ${toolCalls.map((call) => call.name).join(', ')}`;
  return fault === undefined ? 'empty answer' : `fault ${JSON.stringify(fault)}`;
}
