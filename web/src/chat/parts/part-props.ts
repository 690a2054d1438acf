import type { MessagePart } from '@parlance/client-sdk';

/** What every part is shown with. `streaming`: it is the one that is being written. */
export interface PartProps<Type extends MessagePart['type']> {
  part: Extract<MessagePart, { type: Type }>;
  streaming: boolean;
}
