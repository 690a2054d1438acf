import type { MessagePart } from '@parlance/client-sdk';

/** What every part is shown with. `streaming`: it is being written or, if it is a tool call, may still run. */
export interface PartProps<Type extends MessagePart['type']> {
  part: Extract<MessagePart, { type: Type }>;
  streaming: boolean;
}
