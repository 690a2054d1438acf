import type { ChatMessagePart } from '@parlance/client-sdk/react';

/** What every part is shown with. `streaming`: it is being written or, if it is a tool call, may still run. */
export interface PartProps<Type extends ChatMessagePart['type']> {
  part: Extract<ChatMessagePart, { type: Type }>;
  streaming: boolean;
}
